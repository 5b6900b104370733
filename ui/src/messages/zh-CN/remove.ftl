## Remove

remove-title = { $count ->
    [1] 移除此下载？
    *[other] 移除 { $count } 个下载？
}
remove-body = 将从列表中移除；仍在进行的下载会被取消。
remove-title-other = 从列表中移除此项？
remove-body-other = 将从列表中移除。仍在进行的会被取消；此计算机上的文件会保留。
remove-file = 同时删除文件
remove-file-hint = 删除的文件不会移到回收站。
remove-do = 移除
