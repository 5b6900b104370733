## Preview

preview = 将要下载的内容
preview-sum = { $known ->
    [0] { $count } 个文件
    *[other] { $count } 个文件，其中 { $known } 个大小已知，共 { $size }
}
preview-free = 可用 { $size }
preview-short = 仅剩 { $size }
preview-none = 全部取消勾选
preview-all = 全部勾选
preview-leave-listed = 排除已在列表中的 { $count } 个
preview-listed = 已在列表中
preview-taken = 名称已被占用，将加上编号
preview-twin = 与此处另一个文件同名，将加上编号
preview-into = 存入 { $folder }
preview-asking = 正在询问…
preview-unknown = 大小未知
preview-folder-of = { $name } 的文件夹
preview-last-folders = 最近的文件夹
