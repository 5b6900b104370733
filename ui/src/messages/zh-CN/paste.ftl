## Paste

paste-list = 打开列表…
paste-list-long = { $name } 太长，不能作为列表。
paste-list-none = { $name } 中没有包含链接的文本。
paste-torrent-file = { $name } 是种子文件。Haul 只从网页服务器下载；请用 BitTorrent 程序打开它。
paste-torrents = { $count } 个链接是种子：Haul 只下载这些小文件，而不是它们所指的内容。
paste-magnets = 略过 { $count } 个磁力链接：它们需要 BitTorrent 程序。
paste-patterns = 展开模式：{ $count } 个链接
paste-patterns-hint = 否则括号按原样处理：{ $link }
paste-too-many = 一次 { $count } 个链接太多。请将模式缩小到最多 { $most } 个。
paste-carried = { $url } 按其命令发送：{ $what }
paste-carried-more = … 以及另外 { $count } 个
paste-headers = { $count } 个请求头
paste-secrets = { $count } 个机密，保存时不显示
paste-body = { $count } 个字符的正文
paste-forget = 只取地址
paste-refused-insecure = 命令包含 { $option }，会信任任何服务器。Haul 会检查证书：请将其去掉后继续。
paste-refused-file = 命令会读取文件（{ $option }），Haul 无法代劳。请直接填入文本。
paste-refused-form = 命令会发送文件或表单（{ $option }）。请使用“上传”。
paste-refused-head = 命令只请求响应头（{ $option }），没有可下载的内容。
paste-refused-method = 命令使用 { $option } 方法，不会下载任何内容。
paste-refused-option = Haul 不认识此命令的 { $option }。如果没有它也能下载，请将其去掉。
paste-refused-several = 命令中有多个地址。请让每个地址单独一行。
paste-refused-none = 其中没有可下载的网址。
paste-refused-variable = 命令中以 $ 或 ` 开头的内容需要 shell。请直接填入值。
paste-refused-unclosed = 命令在引号中间结束。请完整复制。
paste-refused-windows = 该命令是为 Windows 命令行编写的。请选择“复制为 cURL (bash)”。
