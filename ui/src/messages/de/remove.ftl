## Remove

remove-title = { $count ->
    [one] Diesen Download entfernen?
    *[other] { $count } Downloads entfernen?
}
remove-body = { $count ->
    [one] Er verschwindet aus der Liste. Läuft er noch, wird er abgebrochen.
    *[other] Sie verschwinden aus der Liste. Die noch laufen, werden abgebrochen.
}
remove-title-other = Dies aus der Liste entfernen?
remove-body-other = Es verschwindet aus der Liste. Was noch läuft, wird abgebrochen; Dateien auf diesem Rechner bleiben.
remove-file = { $count ->
    [one] Auch die Datei löschen
    *[other] Auch die Dateien löschen
}
remove-file-hint = Gelöschte Dateien kommen nicht in den Papierkorb.
remove-do = Entfernen
