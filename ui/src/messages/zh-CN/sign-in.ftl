## Sign in

sign-in-title = 登录
sign-in-for = 用于
sign-in-user = 用户名
sign-in-password = 密码
sign-in-kept = 保存到密码库，且只用于此处；之后不会再显示。
sign-in-open = 通过未加密的 http 发送
sign-in-open-hint = 途中的任何人都能读取；不勾选则密码不会发出。
sign-in-proxy = 由代理要求
sign-in-proxy-place = 代理
sign-in-proxy-place-hint = 例如 http://proxy.example:3128。
sign-in-do = 登录并重试
