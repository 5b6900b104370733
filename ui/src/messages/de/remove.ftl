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
    [one] Auch die Datei in den Papierkorb verschieben
    *[other] Auch die Dateien in den Papierkorb verschieben
}
remove-file-hint = Nur fertige Dateien sind da, um verschoben zu werden.
remove-together = Es gehört zu einem Stapel, der nur als Ganzes gelingt: Der ganze Stapel wird abgebrochen, und das lässt sich nicht rückgängig machen.
remove-do = Entfernen

## Taking it back

removed = { $count ->
    [one] 1 entfernt
    *[other] { $shown } entfernt
}
removed-one = { $name } entfernt
removed-back = { $count ->
    [one] Es steht wieder in der Liste.
    *[other] { $shown } stehen wieder in der Liste.
}
removed-strip = Entfernt
undo = Rückgängig
