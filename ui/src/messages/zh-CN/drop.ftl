## Drop

drop-title = 松开即可添加
drop-body = 链接会先进入添加对话框；不会自动开始。
drop-files-title = 松开即可上传
drop-files-body = 您先指定上传到哪里；不会自动发送。
drop-both-body = 链接用于下载，文件用于上传；不会自动开始。
drop-refused = 这些不是可以发送的文件：{ $names }。请拖入链接或文件。
