## Status line

status-line = 状态
down-rate = 下载速度 { $rate }
active-count = { $count ->
    [0] 没有进行中的任务
    *[other] { $count } 个进行中
}
queued-count = { $count } 个排队中
free-space = 可用空间 { $size }
