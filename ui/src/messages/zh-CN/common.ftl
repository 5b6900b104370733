## Words of every dialog

close = 关闭
cancel-dialog = 取消
dismiss = 忽略
