## The list in sections

arrange = Gruppieren
arrange-nothing = Keine Abschnitte
arrange-group = Nach Gruppe
arrange-batch = Nach Stapel
arrange-status = Nach Status
sections-fold = Alle zuklappen
sections-unfold = Alle aufklappen
sections-folded = Alle Abschnitte sind zugeklappt
sections-unfolded = Alle Abschnitte sind aufgeklappt
section-folded = { $name } ist zugeklappt
section-unfolded = { $name } ist aufgeklappt
section-rest = In keinem Stapel
section-more = { $name }: mehr
section-pause-of = Alles in { $name } anhalten
section-resume-of = Alles in { $name } fortsetzen
section-retry-of = Fehlgeschlagenes in { $name } erneut versuchen
section-pause = { $count ->
    [one] 1 anhalten
    *[other] { $shown } anhalten
}
section-resume = { $count ->
    [one] 1 fortsetzen
    *[other] { $shown } fortsetzen
}
section-retry = { $count ->
    [one] 1 erneut versuchen
    *[other] { $shown } erneut versuchen
}
section-cancel = { $count ->
    [one] 1 abbrechen
    *[other] { $shown } abbrechen
}
section-choose = { $count ->
    [one] Auswählen
    *[other] Alle { $shown } auswählen
}
section-only = Nur diese zeigen
