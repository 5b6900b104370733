## Filters

filters = 筛选
filter-all = 全部
filter-active = 进行中
filter-queued = 排队中
filter-paused = 已暂停
filter-finished = 已完成
filter-failed = 失败
filter-groups = 分组
filter-count = { $shown } 个下载

group-menu = 分组 { $group }：更多
group-limits = 限制…
group-held = 队列已暂停
group-limited = 限速 { $rate }
group-most = 同时 { $count } 个
batch-unnamed = 批次 { $id }
batch-show = 显示 { $name } 的全部任务
batch-of = 批次 { $name }
batch-done = 已完成 { $done }/{ $size }
batch-failures = { $count } 个失败
batch-atomic = 全部或全不
batch-placing = 正在移动到位
batch-withdrawing = 正在撤回
batch-complete = 已完成
batch-failed = 失败
batch-canceled = 已取消
batch-pause = 暂停此批次
batch-resume = 继续此批次
batch-cancel = 取消此批次
batch-retry = 重试此批次
