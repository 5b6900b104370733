## Vorschau

preview = Was heruntergeladen wird
preview-sum = { $known ->
    [0] { $count ->
        [one] 1 Datei
        *[other] { $count } Dateien
    }
    *[other] { $count ->
        [one] 1 Datei, { $size }
        *[other] { $count } Dateien, { $size } in den { $known } mit bekannter Größe
    }
}
preview-free = { $size } frei
preview-short = nur { $size } frei
preview-none = Keine auswählen
preview-all = Alle auswählen
preview-leave-listed = { $count ->
    [one] Die eine aus der Liste weglassen
    *[other] { $count } aus der Liste weglassen
}
preview-listed = Schon in der Liste
preview-taken = Der Name ist vergeben, daher mit Nummer
preview-twin = Gleicher Name wie eine andere hier, daher mit Nummer
preview-into = Nach { $folder }
preview-asking = wird gefragt …
preview-unknown = Größe unbekannt
preview-folder-of = Ordner von { $name }
preview-last-folders = Letzte Ordner
