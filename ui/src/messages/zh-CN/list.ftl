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

## What helps

help-now = 立即尝试
help-again = 重试
help-over = 从头开始
help-folder = 其他文件夹…
help-name = 其他名称…

## Menu of a row, and several rows at once

row-menu = 对它的操作
row-menu-many = 对所选 { $shown } 项的操作
menu-details = 详情
menu-copy = 复制地址
menu-batch = 显示所属批次
menu-first = 移到最前
menu-sooner = 上移
menu-later = 下移
menu-last = 移到最后
menu-elsewhere = 添加到其他位置…
menu-erase = 连同文件一起移除
copied = { $shown } 个地址已复制到剪贴板。
moved-said = 已在队列中移动 { $shown } 项
select-bar = 所选下载
select-none = 取消选择

keys-erase = 连同文件一起移除
keys-menu = 行菜单
keys-copy = 复制地址
keys-mark = 多选或少选一项
keys-none = 取消选择
keys-sooner = 在队列中上移
keys-later = 在队列中下移
keys-undo = 撤销上次移除

## Columns

columns = 列
columns-table = 表格
columns-width = { $column }的宽度
column-name = 名称
column-status = 状态
column-progress = 进度
column-size = 大小
column-speed = 速度
column-left = 剩余时间
column-added = 添加时间
column-finished = 结束时间
column-host = 主机
column-group = 分组
column-priority = 优先级
sort-finished = 最近结束
