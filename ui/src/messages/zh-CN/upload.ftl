## Upload

upload-files = 文件
upload-choose = 选择文件…
upload-none = 选择文件，或将其拖到这里。
upload-sum = { $count } 个文件，{ $size }
upload-leave-out = 排除 { $name }
upload-url = 地址
upload-url-bad = 这不是一个地址。正确的地址类似 https://example.org/upload
upload-form = 发送方式
upload-form-multipart = 作为表单
upload-form-multipart-hint = 所有文件放在一个请求中，就像网页发送的那样。
upload-form-binary = 原样发送
upload-form-binary-hint = 每个文件一个请求，不附加任何内容。
upload-fields = 表单字段
upload-fields-hint = 每行一个，例如 album=Summer；之后不会显示它们的值。
upload-fields-bad = 此行不是 名称=值 的形式：{ $text }
upload-resume = 中断之后
upload-resume-never = 重新开始
upload-resume-draft = 继续（resumable uploads，IETF 草案）
upload-resume-tus = 继续（tus 1.0）
upload-resume-hint = 只有服务器能够续传的才可以暂停。
upload-method = 方法
upload-field = 文件字段
upload-field-hint = 留空表示 file；有多个文件时为它们的名称。
upload-later-hint = 将上传放入列表，但不开始。
upload-refused = { $name }：{ $why }
upload-done = 已添加 { $count } 个上传
