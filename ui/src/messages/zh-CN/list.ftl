## List

tasks = 任务
list-sort = 排序方式
sort-newest = 最新在前
sort-oldest = 最旧在前
sort-name = 名称
sort-size = 最大在前
sort-queue = 队列顺序
details = 详情
selected = 已选择 { $count } 项
row-loading = 正在加载
row-actions = 操作
