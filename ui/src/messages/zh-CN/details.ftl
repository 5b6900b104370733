## Details

details-none = 选择一个下载以查看其详情。
details-status = 状态
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
details-limit-bad = 请输入速度，例如 500K 或 2M。
details-lanes = 连接数
details-lanes-auto = 自动
details-lanes-bad = 请输入 1 到 32 的整数。
details-speed-now = 当前 { $rate }，最高 { $top }
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
details-metadata = 备注
details-headers = 响应头
details-close = 关闭详情
