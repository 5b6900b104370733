## Numbers

bytes-0 = { $value } B
bytes-1 = { $value } kB
bytes-2 = { $value } MB
bytes-3 = { $value } GB
bytes-4 = { $value } TB
rate = { $size }/s
rate-effect = { $rate } ≈ 每小时 { $size }
no-limit = 不限
part-of-whole = { $part }/{ $whole }
percent = { $value }%
progress-unknown = 已下载 { $size }
left-seconds = 剩余 { $seconds } 秒
left-minutes = 剩余 { $minutes } 分钟
left-hours = 剩余 { $hours } 小时 { $minutes } 分钟
left-days = 剩余 { $days } 天 { $hours } 小时
retry-in = { $time }后重试
retry-soon = 即将重试
wait-seconds = { $seconds } 秒
wait-minutes = { $minutes } 分钟
wait-hours = { $hours } 小时 { $minutes } 分钟
and-then = { " · " }
