## Links that were copied elsewhere

copied-links = { $count ->
    *[other] 已复制 { $count } 个链接，第一个是 { $first }
}
copied-add = 添加…
copied-leave = 暂不
