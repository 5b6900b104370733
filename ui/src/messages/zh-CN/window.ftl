## Toolbar

add = 添加
pause-all = 全部暂停
resume-all = 全部继续
queue-hold = 暂停队列
queue-go-on = 恢复队列
queue-on-hold = 队列已暂停
queue-hold-hint = 暂停队列：等待中的任务不会开始；进行中的会继续。
queue-held-hint = 队列已暂停。点按以允许等待中的任务开始。
queue-held-said = 队列已暂停
queue-goes-on-said = 队列已恢复
settings = 设置
search = 搜索
search-hint = 搜索名称和地址
shortcuts = 键盘快捷键
