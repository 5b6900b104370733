## New address

address-title = 新地址
address-url = 同一文件的地址
address-keeps = 已下载 { $size }。这部分会保留；如果新地址是同一个文件，Haul 会从那里继续。
address-nothing = 目前还没有下载任何内容，将从新地址开始下载。
address-do = 使用并重试
