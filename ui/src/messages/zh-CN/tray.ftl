## Tray, launcher and what is said without a window

tray-show = 显示
tray-add-copied = 从剪贴板添加
tray-pause-all = 全部暂停
tray-resume-all = 全部继续
tray-limit = 限速：{ $now }
tray-limit-none = 无
tray-no-limit = 不限
tray-task-running = { $name }（进行中）
tray-task-waiting = { $name }（等待中）
tray-task-paused = { $name }（已暂停）
tray-task-ready = { $name }（已完成）
tray-task-failed = { $name }（失败）
tray-task-canceled = { $name }（已取消）
tray-quit = 退出
tray-running = { $count ->
    *[other] { $count } 个进行中
} · { $speed }
tray-paused = { $count ->
    *[other] { $count } 个已暂停
}
tray-waiting = { $count ->
    *[other] { $count } 个等待中
}
tray-idle = 无任务

## Buttons of notifications

notice-ready = { $name } 已下载完成
notice-failed = { $name } 下载失败
notice-show = 显示
notice-open = 打开
notice-reveal = 在文件夹中显示
notice-retry = 重试
notice-pause = 暂停
notice-resume = 继续
notice-cancel = 取消

## Dialogs of the toolkit

choose-files = 选择要上传的文件
choose-folder = 选择下载文件夹
choose-settings = 选择设置文件
choose-settings-place = 将设置写入文件
ask-open-title = 打开“{ $name }”？
ask-open-body = { $kind } 它来自 { $origin }。仅在信任其来源时打开。
ask-open-unknown = 未知服务器
ask-open-yes = 打开
ask-open-no = 不打开
