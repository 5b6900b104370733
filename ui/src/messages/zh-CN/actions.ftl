## Row actions

pause = 暂停
resume = 继续
cancel = 取消
retry = 重试
sign-in = 登录…
new-address = 新地址…
open = 打开
show-in-folder = 在文件夹中显示
remove = 移除
answer = 显示响应
pause-loses-upload = 此服务器无法续传上传，暂停后将从头开始。
pause-loses = 此服务器无法续传文件，暂停会丢失已下载的部分。
