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
limit-scheduled = { $limit }（按时段）
limit-hint = 选择总速度上限。
limit-scheduled-hint = 现在由时段规则决定；您的选择在没有规则时生效。
limit-custom = 其他限速…
limit-schedule = 时段…
limit-all = 全部下载合计
limit-do = 设置
limit-said = { $scheduled ->
    [yes] 没有时段规则时限速 { $limit }
    *[no] 限速 { $limit }
}
