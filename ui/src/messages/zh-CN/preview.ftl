## 预览

preview = 将要下载的内容
preview-sum = { $known ->
    [0] { $count ->
        *[other] { $count } 个文件
    }
    *[other] { $count ->
        *[other] { $count } 个文件，已知大小的 { $known } 个共 { $size }
    }
}
preview-free = 可用 { $size }
preview-short = 仅可用 { $size }
preview-none = 全部取消勾选
preview-all = 全部勾选
preview-leave-listed = { $count ->
    *[other] 略去列表中已有的 { $count } 个
}
preview-listed = 已在列表中
preview-taken = 名称已被占用，将加上编号
preview-twin = 与此处另一个同名，将加上编号
preview-into = 存到 { $folder }
preview-asking = 正在询问…
preview-unknown = 大小未知
preview-folder-of = { $name } 的文件夹
preview-last-folders = 最近使用的文件夹
