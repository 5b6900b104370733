## Numbers

bytes-0 = { $value } B
bytes-1 = { $value } kB
bytes-2 = { $value } MB
bytes-3 = { $value } GB
bytes-4 = { $value } TB
rate = { $size }/s
rate-effect = { $rate } ≈ { $size } an hour
no-limit = No limit
part-of-whole = { $part } of { $whole }
percent = { $value }%
progress-unknown = { $size } so far
left-seconds = { $seconds } s left
left-minutes = { $minutes } min left
left-hours = { $hours } h { $minutes } min left
left-days = { $days } d { $hours } h left
retry-in = Tries again in { $time }
retry-soon = Tries again in a moment
wait-seconds = { $seconds } s
wait-minutes = { $minutes } min
wait-hours = { $hours } h { $minutes } min
and-then = { " · " }
