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
