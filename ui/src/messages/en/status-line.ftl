## Status line

status-line = Status
down-rate = Download speed { $rate }
active-count = { $count ->
    [0] None active
    *[other] { $count } active
}
queued-count = { $count } queued
free-space = { $size } free
