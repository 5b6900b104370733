## Details

details-none = 选择一个下载以查看其详情。
details-kind = 类型
details-file = 文件
details-answer = 响应
details-answer-binary = { $size } 非文本内容
details-answer-more = … 还有 { $count } 行
details-address = 地址
details-redirects = 重定向到
details-path = 路径
details-size = 大小
details-parts = 分段
parts-words = { $count ->
    [0] { $percent }，所有分段均已下载
    *[other] { $percent }，还有 { $shown } 个分段待下载
}
details-limit = 限速
details-limit-none = 无
details-limit-hint = 立即生效。
details-limit-bad = 请输入速度，例如 500K 或 2M。
details-lanes = 连接数
details-lanes-auto = 自动
details-lanes-hint = 若服务器允许，立即生效。
details-lanes-bad = 请输入 1 到 32 的整数。
details-speed-now = 当前 { $rate }，最高 { $top }
details-speed-top = 最高 { $top }
details-speed-at = { $time } 时为 { $rate }
details-speed-chart = 速度变化：{ $words }
details-validator = 验证标识
details-digest = 校验和
details-expected = 预期校验和
details-response = 服务器响应
details-category = 类别
details-added = 添加时间
details-finished = 完成时间
details-retries = 剩余尝试次数
details-group = 分组
details-priority = 优先级
details-priority-hint = 等待中的任务按此顺序开始。
details-priority-of = { $priority ->
    [0] 0（最先）
    [5] 5（通常）
    [10] 10（最后）
   *[other] { $priority }
}
details-metered = 在按流量计费的网络上
details-metered-as-set = 按设置
details-metered-allowed = 继续
details-metered-refused = 等待
details-wifi = 仅通过 WiFi 或有线网络
details-options-over = 已完成，没有可调整的选项。
details-metadata = 备注
details-headers = 响应头
details-close = 关闭详情
details-summary = 概要
details-source = 来源
details-options = 选项
details-log = 日志
details-resize = 详情的大小
details-dock-right = 详情置于右侧
details-dock-below = 详情置于下方
details-connections = 连接
details-connection-from = 分段
details-connection-there = 已接收
details-connection-speed = 速度
details-from = 从 { $where } 起
details-first-byte = 首字节时间
details-proxy = 代理
details-command = 命令
details-command-running = 正在运行
details-command-unseen = 没有人看到它结束。
details-command-exited = 以代码 { $code } 结束
details-command-killed = 被信号 { $signal } 终止
details-command-not-started = 无法启动：{ $why }
details-digest-checked = { $name }，已校验
details-digest-expected = 文件应有的 { $name }
details-digest-copy = 复制校验和
details-digest-copied = 已复制。
details-digest-compare = 与之比较
details-digest-paste = 粘贴校验和以比较
details-digest-equal = 相同：这是同一个校验和。
details-digest-different = 不同：这不是同一文件的校验和。
details-digest-other = 这是 { $other }；此文件只有 { $name } 已知。
details-digest-unreadable = 这不是校验和。

ago-now = 现在
ago-seconds = { $seconds } 秒前
ago-minutes = { $minutes } 分钟前
and-also = { "、" }

## What happened

log-added = { $by ->
    [window] 在此窗口中添加
    [command] 通过 haul 命令添加
    [daemon] 由某个程序添加
    [bus] 由某个程序通过总线添加
    [library] 由内嵌 Haul 的程序添加
   *[nobody] 已添加
}
log-started = 已开始：正在询问服务器
log-redirected = 已重定向到 { $to }
log-no-parts = 服务器只能整体提供此文件
log-begun-anew = 已重新开始：服务器上的文件与已开始下载的不同
log-verified = 文件的校验和符合要求
log-command-begun = 针对已完成文件的命令已开始
log-sealed = 已完整；等待同批次的其他文件
log-stopped = 已停止；等待轮到它
log-resumed = 已继续
log-paused = 已暂停
log-paused-by-haul = 已暂停，直到网络恢复
log-waits = 将重试
log-waits-until = 将在 { $time } 重试
log-edited = 已更改：{ $what }
log-trait = { $trait ->
    [address] 地址
    [limit] 限速
    [lanes] 连接数
    [link] 网络
    [place] 名称与位置
    [group] 分组
   *[other] { $trait }
}
log-completed = 已完成
log-not-found = 服务器上没有此文件
log-failed = 失败
log-canceled = 已取消
