## Numbers

bytes-0 = { $value } B
bytes-1 = { $value } kB
bytes-2 = { $value } MB
bytes-3 = { $value } GB
bytes-4 = { $value } TB
rate = { $size }/s
rate-effect = { $rate } ≈ { $size } pro Stunde
no-limit = Unbegrenzt
part-of-whole = { $part } von { $whole }
percent = { $value } %
progress-unknown = { $size } bisher
left-seconds = noch { $seconds } s
left-minutes = noch { $minutes } min
left-hours = noch { $hours } h { $minutes } min
left-days = noch { $days } d { $hours } h
retry-in = Nächster Versuch in { $time }
retry-soon = Nächster Versuch gleich
wait-seconds = { $seconds } s
wait-minutes = { $minutes } min
wait-hours = { $hours } h { $minutes } min
and-then = { " · " }
