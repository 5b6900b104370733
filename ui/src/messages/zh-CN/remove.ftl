## Remove

remove-title = { $count ->
    [1] 移除此下载？
    *[other] 移除 { $count } 个下载？
}
remove-body = 将从列表中移除；仍在进行的下载会被取消。
remove-title-other = 从列表中移除此项？
remove-body-other = 将从列表中移除。仍在进行的会被取消；此计算机上的文件会保留。
remove-file = 同时将文件移到回收站
remove-file-hint = 只有已完成的文件可以移动。
remove-together = 它属于一个要么全部成功、要么全部取消的批次：整个批次会被取消，且无法撤销。
remove-do = 移除

## Taking it back

removed = 已移除 { $shown } 项
removed-one = 已移除 { $name }
removed-back = 已恢复 { $shown } 项
removed-strip = 已移除
undo = 撤销
