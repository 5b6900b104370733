## Closing

close-title = 让 Haul 继续运行吗？
close-body = { $count ->
    [0] 目前没有正在进行的下载。此桌面没有托盘图标，因此最小化可以让 Haul 随时可用。
    *[other] 有 { $count } 个下载正在进行。最小化后 Haul 会继续下载；退出后，它们会等到您再次启动 Haul。
}
close-quit = 退出
close-minimize = 最小化
