## Preview

preview = Was heruntergeladen wird
preview-sum = { $known ->
    [0] { $count ->
        [one] 1 Datei
        *[other] { $count } Dateien
    }
    *[other] { $count ->
        [one] 1 Datei, { $size }
        *[other] { $count } Dateien, { $size } in den { $known }, deren Größe bekannt ist
    }
}
preview-free = { $size } frei
preview-short = nur { $size } frei
preview-none = Alle abwählen
preview-all = Alle auswählen
preview-leave-listed = { $count ->
    [one] Die eine auslassen, die in der Liste steht
    *[other] Die { $count } auslassen, die in der Liste stehen
}
preview-listed = Steht schon in der Liste
preview-taken = Der Name ist vergeben und bekommt eine Nummer
preview-twin = Heißt wie eine andere hier und bekommt eine Nummer
preview-into = Nach { $folder }
preview-asking = wird gefragt …
preview-unknown = Größe unbekannt
preview-folder-of = Ordner von { $name }
preview-last-folders = Letzte Ordner
