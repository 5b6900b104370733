## 粘贴

paste-list = 打开列表…
paste-list-long = { $name } 太长，不能作为列表。
paste-list-none = { $name } 中没有带链接的文本。
paste-torrent-file = { $name } 是种子文件。Haul 只从网站服务器获取文件；请用 BitTorrent 程序打开它。
paste-torrents = { $count ->
    *[other] { $count } 个链接是种子文件：Haul 只获取这些小文件，而不是它们所指的内容。
}
paste-magnets = { $count ->
    *[other] 已略去 { $count } 个磁力链接：它们需要 BitTorrent 程序。
}
paste-patterns = { $count ->
    *[other] 展开模式：{ $count } 个链接
}
paste-patterns-hint = 否则括号按原样处理：{ $link }
paste-too-many = 一次 { $count } 个链接太多。请把模式缩小到最多 { $most } 个。
paste-carried = { $url } 按其命令获取：{ $what }
paste-carried-more = { $count ->
    *[other] … 另有 { $count } 个
}
paste-headers = { $count ->
    *[other] { $count } 个标头
}
paste-secrets = { $count ->
    *[other] { $count } 个机密，不显示
}
paste-body = { $count ->
    *[other] { $count } 个字符的正文
}
paste-forget = 只取地址
paste-refused-insecure = 命令中的 { $option } 会信任任何服务器。Haul 会检查证书：请去掉它再继续。
paste-refused-file = 命令要读取文件（{ $option }），Haul 无法代劳。请直接填入文本。
paste-refused-form = 命令会发送文件或表单（{ $option }）。请使用“上传”。
paste-refused-head = 命令只请求标头（{ $option }），没有可下载的内容。
paste-refused-method = 命令使用 { $option } 方法，该方法不下载任何内容。
paste-refused-option = Haul 不认识此命令中的 { $option }。如果没有它也能下载，请去掉它。
paste-refused-several = 命令中有多个地址。请让每个地址单独一行。
paste-refused-none = 其中没有可以获取的网址。
paste-refused-variable = 命令中以 $ 或 ` 开头的内容需要 shell。请直接填入其值。
paste-refused-unclosed = 命令在引号内就结束了。请完整复制。
paste-refused-windows = 命令是为 Windows 命令行写的。请选择“复制为 cURL (bash)”。
