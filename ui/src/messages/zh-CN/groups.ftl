## 分组和队列

groups-title = 分组和队列
groups-new = 新建分组
groups-make = 添加
groups-made = 分组 { $group } 已建立
groups-forget = 移除
groups-forgotten = { $group } 的设置已移除
groups-none = 还没有分组。下载指定分组时会建立，也可在此命名。
groups-as-set = 同设置
groups-running = { $count } 个进行中
groups-waiting = { $count } 个等待中
groups-tasks = { $count ->
    *[other] { $shown } 个下载
}
groups-held = 队列已暂停：等待的不会开始，进行中的继续。
groups-rate = 限速
groups-rate-hint = 该分组所有下载的总速度不超过此值。
groups-folder = 文件夹
groups-folder-hint = 未指定文件夹的下载保存到此处；留空则按设置。
groups-max_running = 同时进行
groups-max_running-hint = 该分组可同时进行的数量；0 表示不限，留空则按设置。
groups-weight = 权重
groups-weight-hint = 各分组争用带宽时的份额：20 是 10 的两倍。1 到 100。
groups-start_interval = 两次开始的间隔
groups-start_interval-hint = 设为 0 则下载立即开始。
groups-retries = 失败后的重试次数
groups-retries-hint = 用于未指定次数的下载，0 到 10；留空则按设置。
groups-metered = 按流量计费的网络
groups-metered-hint = 其未另作设置的下载是否使用按流量计费或移动网络。
groups-metered-as_set = 同设置
groups-metered-allowed = 使用
groups-metered-refused = 等待其他网络
