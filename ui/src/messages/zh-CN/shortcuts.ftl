## Shortcuts

keys-add = 添加下载
keys-paste = 添加剪贴板中的链接
keys-search = 搜索
keys-settings = 设置
keys-quit = 退出
keys-help = 此列表
keys-toggle = 暂停或继续
keys-primary = 打开、继续或重试
keys-reveal = 在文件夹中显示
keys-remove = 移除
keys-details = 显示或隐藏详情
keys-all = 全选
keys-move = 上移或下移
keys-extend = 扩展选择
keys-window = 任意位置
keys-list = 在列表中
key-space = 空格键
