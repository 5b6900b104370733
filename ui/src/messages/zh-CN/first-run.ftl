## First run

empty-title = 这里还是空的
empty-body = 无论中途发生什么，Haul 都会把文件下载完成。
empty-add = 手动添加
empty-paste = 粘贴链接
empty-drop = 拖放到这里
empty-drop-what = 链接或文件
empty-commands = 查找 Haul 的全部功能
empty-filter = 这里没有下载
empty-filter-body = 列表的这一部分目前是空的。
empty-filter-all = 显示全部
empty-search = 没有与“{ $text }”匹配的内容
empty-search-body = 搜索范围是名称和地址。
search-clear = 清除搜索
