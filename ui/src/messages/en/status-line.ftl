## Status line

status-line = Status
down-rate = Download speed { $rate }
active-count = { $count ->
    [0] None active
    *[other] { $count } active
}
queued-count = { $count } queued
free-space = { $size } free
limit-switch = Speed limit: { $limit }
limit-now = Limit { $limit }
limit-scheduled = { $limit } by schedule
limit-hint = Choose how fast everything together may be.
limit-scheduled-hint = The schedule says so now; what you choose holds when it says nothing.
limit-custom = Other limit…
limit-schedule = Schedule…
limit-all = For everything together
limit-do = Set
limit-said = { $scheduled ->
    [yes] Speed limit { $limit }, once the schedule says nothing
    *[no] Speed limit { $limit }
}
