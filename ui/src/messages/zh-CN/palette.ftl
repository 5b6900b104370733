## Command palette

palette = 命令
palette-hint = 您想做什么？
palette-commands = 匹配的命令
palette-none = 没有与“{ $text }”匹配的命令
palette-count = { $count ->
    [0] 没有匹配的命令
    *[other] { $count } 条命令
}
palette-recent = 最近使用
palette-chosen = 所选项
palette-window = Haul
palette-go = 转到
palette-order = 列表顺序
go-filter = 显示：{ $name }
go-group = 显示分组：{ $group }
go-settings = 设置：{ $name }
go-sort = 排序：{ $name }
keys-palette = 命令
