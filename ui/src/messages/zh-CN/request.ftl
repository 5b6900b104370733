## Request

request-url-bad = 这不是一个地址。正确的地址类似 https://example.org/api
request-body = 正文
request-body-form-hint = 每行一个字段，例如 album=Summer
request-content = 内容类型
request-content-json = JSON
request-content-form = 表单字段
request-content-text = 纯文本
request-json-bad = 这不是有效的 JSON。请检查括号、引号和逗号，或以纯文本发送。
request-later-hint = 将请求放入列表，但不发送。
request-note = 响应显示在请求的详情中，并保留在列表里。
request-done = 已发送 { $count } 个请求
