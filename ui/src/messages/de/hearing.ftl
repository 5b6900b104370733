## What a screen reader hears

heard-finished = { $count ->
    [one] 1 Aufgabe abgeschlossen
    *[other] { $shown } Aufgaben abgeschlossen
}
heard-failed = { $count ->
    [one] 1 Aufgabe fehlgeschlagen
    *[other] { $shown } Aufgaben fehlgeschlagen
}
