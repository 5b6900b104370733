## Add

add-title-download = 添加下载
add-title-upload = 上传文件
add-title-request = 向服务器发送请求
add-tabs = 添加什么
add-tab-download = 下载
add-tab-upload = 上传
add-tab-request = 请求
add-do-download = 下载
add-do-upload = 上传
add-do-request = 发送
add-together = 作为一批添加
add-together-hint = 显示整批的进度，并可一次暂停或继续全部。
add-batch-name = 批次名称
add-atomic = 全部或全不
add-atomic-hint = 所有文件完整之前，一个也不会出现；只要有一个无法获得，就一个也不保留。
add-urls = 网址
add-urls-hint = 粘贴或拖入任何包含链接的内容。
add-found = { $count ->
    [0] 还没有链接
    *[other] { $count } 个链接
}
add-repeated = 略过 { $count } 个重复的链接。
add-ignored = 不是链接：{ $text }
add-ignored-more = 不是链接：{ $text } 以及另外 { $count } 项
add-folder = 文件夹
add-more = 更多选项
add-name = 文件名
add-name-hint = 留空则使用服务器给出的名称。
add-name-one = 只能为单个链接指定名称。
add-checksum = 校验和
add-checksum-hint = 例如 sha-256=1f3a…；文件在获得正式名称之前会先校验。
add-checksum-one = 只能为单个链接指定校验和。
add-group = 分组
add-priority = 优先级
add-priority-hint = 0 最先，10 最后。
add-headers = 请求头
add-headers-hint = 每行一个，例如 Referer: https://example.org/
add-headers-bad = 此行没有冒号：{ $text }
add-lanes = 连接数
add-lanes-hint = 1 到 32。
add-lanes-auto = 自动
add-lanes-bad = 请输入 1 到 32 的整数。
add-number-bad = 请输入大于 0 的整数。
add-rare = 不常用
add-rare-source = 文件
add-rare-rules = 允许的行为
add-mirrors = 同一文件的其他地址
add-mirrors-hint = 每行一个。Haul 会从所有地址下载，并舍弃速度慢或文件不同的地址。
add-mirrors-one = 只能为单个链接指定其他地址。
add-checksum-from = 校验和文件
add-checksum-from-hint = 一个地址，或链接自身地址的后缀，例如 .sha256。
add-size = 大小（字节）
add-size-hint = 大小不符的文件会被拒绝。
add-size-one = 只能为单个链接指定大小。
add-seconds = 时间限制（秒）
add-seconds-hint = 所有尝试合计。
add-secrets = 机密请求头
add-secrets-hint = 例如 X-Api-Key: …，每行一个。
add-access = 登录、Cookie、代理
add-access-note = 只发送给第一个服务器，与您的其他机密一起保存，之后不会在任何地方显示。
add-user = 用户名
add-user-bad = 用户名不能包含冒号。
add-user-missing = 请在填写密码的同时填写用户名。
add-password = 密码
add-token = 访问令牌
add-token-hint = 以 Authorization: Bearer … 的形式发送
add-cookies = Cookie
add-cookies-hint = cookies.txt 的内容，或类似 session=1f3a; theme=dark 的一行
add-cookies-bad = 这既不是 cookies.txt 的内容，也不是类似 session=1f3a 的一行
add-proxy = 代理
add-proxy-hint = 例如 socks5://127.0.0.1:1080，或 none。留空表示使用全局设置。
add-strict = 宁可失败也不从头开始
add-strict-hint = 当文件在此期间已更改，或服务器无法续传时。
add-decode = 解压 gzip
add-decode-hint = 请求服务器压缩后发送文件，并在接收时解压。
add-downgrade = 允许跳转到未加密的 http
add-downgrade-hint = 否则，从 https 到 http 的重定向会终止下载。
add-unmarked = 不标记文件
add-unmarked-hint = 否则，文件会记下它的来源地址。
add-later = 稍后开始
add-later-hint = 将下载放入列表，但不开始。
add-refused = { $url }：{ $why }
add-done = 已添加 { $count } 个下载
