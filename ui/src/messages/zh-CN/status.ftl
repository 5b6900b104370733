## Status, one word or two

status-enqueued = 排队中
status-held = 未开始
status-running = 进行中
status-waiting_to_retry = 等待重试
status-paused = 已暂停
status-complete = 已完成
status-not_found = 未找到
status-failed = 失败
status-canceled = 已取消
phase-connecting = 正在连接
phase-transferring = 正在下载
phase-transferring-upload = 正在上传
phase-transferring-request = 正在请求
phase-verifying = 正在校验文件
phase-processing = 正在收尾
phase-placing = 正在移动到位

waiting-queue = 所属队列已暂停
waiting-network = 等待其他网络
waiting-host = { $time }后继续：服务器要求等待
waiting-host-soon = 即将继续：服务器要求等待
waiting-siblings = 已就绪；等待同批次的其他任务
to-host = 到 { $host }
request-to = { $method ->
    [none] 向 { $host } 发送请求
    *[other] 向 { $host } 发送 { $method } 请求
}
kind-download = 下载
kind-upload = 上传
kind-request = 请求
