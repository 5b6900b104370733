## Links that were copied elsewhere

copied-links = { $count ->
    [one] Ein Link wurde kopiert: { $first }
    *[other] { $count } Links wurden kopiert, der erste ist { $first }
}
copied-add = Hinzufügen…
copied-leave = Jetzt nicht
