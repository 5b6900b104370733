## Details

details-none = Select a download to see its details.
details-kind = Kind
details-file = File
details-answer = Answer
details-answer-binary = { $size } that are no text
details-answer-more = … and { $count } more lines
details-address = Address
details-redirects = Redirected to
details-path = Path
details-size = Size
details-parts = Parts
parts-words = { $count ->
    [0] { $percent }, every part is there
    [one] { $percent }, 1 part left to fetch
    *[other] { $percent }, { $shown } parts left to fetch
}
details-limit = Speed limit
details-limit-none = none
details-limit-hint = Holds at once.
details-limit-bad = Write a speed such as 500K or 2M.
details-lanes = Connections
details-lanes-auto = automatic
details-lanes-hint = Counts at once where the server allows it.
details-lanes-bad = A whole number, 1 to 32.
details-speed-now = { $rate } now, { $top } at most
details-speed-top = { $top } at most
details-speed-at = { $rate } at { $time }
details-speed-chart = Speed over time: { $words }
details-validator = Validator
details-digest = Digest
details-expected = Expected digest
details-response = Response
details-category = Category
details-added = Added
details-finished = Finished
details-retries = Tries left
details-group = Group
details-priority = Priority
details-priority-hint = Who waits begins in this order.
details-priority-of = { $priority ->
    [0] 0 (first)
    [5] 5 (usual)
    [10] 10 (last)
   *[other] { $priority }
}
details-metered = On a metered network
details-metered-as-set = as in the settings
details-metered-allowed = goes on
details-metered-refused = waits
details-wifi = Only over WiFi or cable
details-options-over = This is finished: nothing is left to be set.
details-metadata = Note
details-headers = Response headers
details-close = Close details
details-summary = Summary
details-source = Source
details-options = Options
details-log = Log
details-resize = Size of the details
details-dock-right = Details at the right
details-dock-below = Details below
details-connections = Connections
details-connection-from = Part
details-connection-there = Received
details-connection-speed = Speed
details-from = from { $where }
details-first-byte = First byte
details-proxy = Proxy
details-command = Command
details-command-running = runs
details-command-unseen = Nobody saw its end.
details-command-exited = ended with code { $code }
details-command-killed = ended by signal { $signal }
details-command-not-started = could not be started: { $why }
details-digest-checked = { $name }, checked
details-digest-expected = { $name } that the file has to have
details-digest-copy = Copy digest
details-digest-copied = Copied.
details-digest-compare = Compare with
details-digest-paste = Paste a digest to compare
details-digest-equal = Equal: this is the same digest.
details-digest-different = Different: this is not the digest of the same file.
details-digest-other = This is { $other }; only { $name } is known of this file.
details-digest-unreadable = This is no digest.

ago-now = now
ago-seconds = { $seconds } s ago
ago-minutes = { $minutes } min ago
and-also = { ", " }

## What happened

log-added = { $by ->
    [window] Added in this window
    [command] Added with the haul command
    [daemon] Added by a program
    [bus] Added by a program over the bus
    [library] Added by a program with the engine in it
   *[nobody] Added
}
log-started = Started: asks the server
log-redirected = Redirected to { $to }
log-no-parts = The server gives this file in one piece only
log-begun-anew = Begun anew: the server has another file now than the one that was begun
log-verified = The file has the digest that it has to have
log-command-begun = The command for the finished file began
log-sealed = Whole; waits for the others of its batch
log-stopped = Stopped; waits for its turn
log-resumed = Continued
log-paused = Paused
log-paused-by-haul = Paused until the network is back
log-waits = Will try again
log-waits-until = Will try again at { $time }
log-edited = Changed: { $what }
log-trait = { $trait ->
    [address] address
    [limit] speed limit
    [lanes] connections
    [link] networks
    [place] name and place
    [group] group
   *[other] { $trait }
}
log-completed = Finished
log-not-found = The server has no such file
log-failed = Failed
log-canceled = Canceled
