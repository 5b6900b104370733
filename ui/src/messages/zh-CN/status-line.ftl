## Status line

status-line = 状态
down-rate = 下载速度 { $rate }
active-count = { $count ->
    [0] 没有进行中的任务
    *[other] { $count } 个进行中
}
queued-count = { $count } 个排队中
free-space = 可用空间 { $size }
limit-switch = 限速：{ $limit }
limit-now = 限速 { $limit }
limit-scheduled = 按时段 { $limit }
limit-hint = 选择所有任务合计的最高速度。
limit-scheduled-hint = 目前由时段规则决定；规则没有规定时，以您的选择为准。
limit-custom = 其他限制…
limit-schedule = 时段…
limit-all = 所有任务合计
limit-do = 应用
limit-said = { $scheduled ->
    [yes] 限速 { $limit }，在时段规则没有规定时生效
    *[no] 限速 { $limit }
}
