## Status line

status-line = Status
down-rate = Download-Geschwindigkeit { $rate }
active-count = { $count ->
    [0] Nichts aktiv
    [one] { $count } aktiv
    *[other] { $count } aktiv
}
queued-count = { $count } wartend
free-space = { $size } frei
limit-switch = Geschwindigkeitsbegrenzung: { $limit }
limit-now = Begrenzt auf { $limit }
limit-scheduled = { $limit } nach Zeitplan
limit-hint = Wählen Sie, wie schnell alles zusammen sein darf.
limit-scheduled-hint = Der Zeitplan sagt es gerade so; was Sie wählen, gilt, wenn er nichts sagt.
limit-custom = Andere Begrenzung …
limit-schedule = Zeitplan …
limit-all = Für alles zusammen
limit-do = Festlegen
limit-said = { $scheduled ->
    [yes] Begrenzung { $limit }, sobald der Zeitplan nichts sagt
    *[no] Begrenzung { $limit }
}
