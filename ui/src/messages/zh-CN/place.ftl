## Name and place

place-title = 名称与位置
place-name = 文件名
place-runs = 下载会暂停片刻，然后以新名称继续。
place-folder = 文件夹
place-bound = 已下载的内容在此文件夹中。下载完成后可以选择其他文件夹。
place-group = 分组
place-groups = 现有分组
place-do = 更改
menu-place = 重命名或移动…
keys-rename = 重命名或移动
group-name-title = 重命名分组
group-name = 名称
group-name-hint = 其下载、限制和设置保持不变。
group-name-do = 重命名
group-rename = 重命名…
