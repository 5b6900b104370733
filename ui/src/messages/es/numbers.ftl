## Numbers

bytes-0 = { $value } B
bytes-1 = { $value } kB
bytes-2 = { $value } MB
bytes-3 = { $value } GB
bytes-4 = { $value } TB
rate = { $size }/s
rate-effect = { $rate } ≈ { $size } por hora
no-limit = Sin límite
part-of-whole = { $part } de { $whole }
percent = { $value } %
progress-unknown = { $size } hasta ahora
left-seconds = quedan { $seconds } s
left-minutes = quedan { $minutes } min
left-hours = quedan { $hours } h { $minutes } min
left-days = quedan { $days } d { $hours } h
retry-in = Reintento en { $time }
retry-soon = Reintento en un momento
wait-seconds = { $seconds } s
wait-minutes = { $minutes } min
wait-hours = { $hours } h { $minutes } min
and-then = { " · " }
