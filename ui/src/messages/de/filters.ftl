## Filters

filters = Filter
filter-all = Alle
filter-active = Aktiv
filter-queued = Wartend
filter-paused = Angehalten
filter-finished = Abgeschlossen
filter-failed = Fehlgeschlagen
filter-groups = Gruppen
filter-count = { $count ->
    [one] 1 Download
    *[other] { $shown } Downloads
}

group-menu = Gruppe { $group }: mehr
group-limits = Begrenzungen …
group-held = Angehalten
group-limited = Begrenzt auf { $rate }
group-most = { $count } gleichzeitig
batch-unnamed = Stapel { $id }
batch-show = Alle von { $name } anzeigen
batch-of = Stapel { $name }
batch-done = { $done } von { $size } abgeschlossen
batch-failures = { $count } fehlgeschlagen
batch-atomic = alles oder nichts
batch-placing = Wird an Ort und Stelle gebracht
batch-withdrawing = Wird zurückgenommen
batch-complete = Abgeschlossen
batch-failed = Fehlgeschlagen
batch-canceled = Abgebrochen
batch-pause = Stapel anhalten
batch-resume = Stapel fortsetzen
batch-cancel = Stapel abbrechen
batch-retry = Stapel erneut versuchen
