## Settings

settings-title = 设置
settings-search = 搜索设置
settings-sections = 分类
settings-everywhere = 在所有设置中
settings-found = { $count ->
    [0] 未找到设置
    *[other] 找到 { $count } 项设置
}
settings-none = 没有与“{ $text }”匹配的设置。
settings-saved = 已保存
settings-saved-one = 已保存：{ $name }
settings-reset = 将“{ $name }”恢复为默认值
settings-slider = { $name }，滑块
settings-no-rate = 请输入速度，例如 500 kB/s 或 2 MB/s；留空表示不限制。
settings-choose-folder = 选择…
settings-folder-usual = 桌面的下载文件夹
settings-folders = 文件夹
settings-network = 网络
settings-limits = 限制
settings-queue = 队列
settings-notifications = 通知
settings-notify-words = 花括号中的词会被替换：{ "{filename} {displayName} {metadata} {progress} {networkSpeed} {timeRemaining}" }
settings-proxies = 代理
settings-proxy-now = 当前使用：{ $proxy }
settings-credentials = 凭据
settings-appearance = 外观
settings-keyboard = 键盘
settings-keyboard-words = 快捷键 按键 shortcuts
settings-startup = 启动
settings-startup-note = 关闭窗口后 Haul 留在托盘中，传输会继续；“退出”才会结束它。
settings-advanced = 高级
unit-mib = MiB
unit-seconds = 秒
unit-milliseconds = 毫秒
unit-rate = 字节/秒
unit-percent = %
unit-days = 天

## Logins

settings-logins = 已保存的登录信息
settings-logins-words = 凭据 用户名 密码 登录 login
logins-hint = 密码保存在密码库中；任何窗口都不会再次显示。
logins-none = 还没有。服务器要求登录时 Haul 会询问。
logins-user = { $user }
logins-proxy-user = 此代理上的 { $user }
logins-add = 添加登录信息
logins-replace = 替换
logins-replace-one = 替换 { $place } 的登录信息
logins-forget = 忘记
logins-forget-one = 忘记 { $place } 的登录信息
logins-place = 服务器或代理
logins-place-hint = 例如 https://files.example.org；只看协议、主机和端口。
logins-name = 用户名
logins-password = 密码
logins-is-proxy = 这是代理
logins-open = 通过未加密的 http 发送
logins-open-hint = 途中的任何人都能读取；不勾选则密码不会发出。
logins-store = 保存

## Settings as a file

settings-file = 携带设置
settings-file-hint = 将所有设置存为一个文件，用于另一台计算机或作为备份。其中不含密码；可用命令 haul settings apply --file 读取。
settings-file-words = 导入 导出 备份 文件 import export backup
file-export = 导出…
file-import = 导入…
file-written = 设置已写入。
file-same = 文件内容与当前设置相同。
file-changes = 该文件会更改 { $count } 项设置：
file-nothing = 无
file-take = 应用
file-taken = { $count ->
    [0] 没有应用任何设置。
    *[other] 已应用 { $count } 项设置。
}
file-refused = { $name }：{ $why }

## Each setting with one sentence

set-language = 语言
set-language-hint = 窗口和托盘的语言；服务器返回的内容保持原样。
set-language-system = 跟随桌面
set-download_folder = 下载文件夹
set-download_folder-hint = 未另行指定时文件存放的位置；留空表示桌面的下载文件夹。
set-max_running = 同时下载数
set-max_running-hint = 最多可以同时进行多少个，1 到 1000。
set-max_running_per_host = 每个主机同时下载数
set-max_running_per_host-hint = 避免给单个服务器造成拥堵；0 表示不限制。
set-max_running_per_group = 每个分组同时下载数
set-max_running_per_group-hint = 避免一个分组占用所有位置；0 表示不限制。
set-queue_paused = 暂停队列
set-queue_paused-hint = 等待中的下载不会开始；进行中的会继续。
set-start_interval = 两次开始之间的间隔
set-start_interval-hint = 0 表示立即开始。
set-retries = 失败后的尝试次数
set-retries-hint = 遇到暂时性问题后重试下载的次数，0 到 10。
set-lanes = 每个文件的连接数
set-lanes-hint = 最多这么多，1 到 32；Haul 只使用确有帮助的连接数。
set-min_speed = 最低速度
set-min_speed-hint = 速度一直低于此值的连接会被放弃并重试；0 表示不限制。
set-connect_timeout = 连接服务器的时限
set-connect_timeout-hint = 超过此时间仍未连接，下载会等待并重试，1 到 600。
set-stall_timeout = 无数据的时限
set-stall_timeout-hint = 超过此时间没有数据的连接视为已断开，1 到 600。
set-max_seconds = 单个下载的最长时间
set-max_seconds-hint = 一个下载所有尝试合计最多可用的时间；0 表示不限制。
set-keep_records = 列表中保留的已结束下载
set-keep_records-hint = 保留最近的这么多个，文件始终保留；0 表示全部保留。
set-keep_days = 在列表中保留的时间
set-keep_days-hint = 更早结束的下载会从列表中移除，文件保留；0 表示永久保留。
set-limit_rate = 限速
set-limit_rate-hint = 所有分组的全部传输合计不超过此值。
set-limit_rate_per_task = 每个下载的限速
set-limit_rate_per_task-hint = 用于没有单独限速的下载；留空表示不限制。
set-group_limits = 分组限速
set-group_limits-hint = 例如 films=500K, default=2M。
set-limit_schedule = 按时段限速
set-limit_schedule-hint = 例如 mon-fri 08:00-18:00 500K; sat,sun 00:00-24:00 off。以第一条匹配的规则为准，否则按限速设置。
set-disk_reserve = 每个磁盘保留的空间
set-disk_reserve-hint = 任何下载都不会占用这部分空间；0 表示可以全部使用。
set-skip_existing = 跳过已存在的文件
set-skip_existing-hint = 当同名文件已存在时；0 MiB 表示全部跳过。
set-skip_existing-word = 从不
set-skip_existing-number = 当大于
set-skip_existing-amount = 跳过大于此值的文件
set-proxy = 代理
set-proxy-hint = 例如 http://proxy.example:3128 或 socks5h://127.0.0.1:1080；none 表示直连，留空则跟随环境和桌面。
set-no_proxy = 不使用代理
set-no_proxy-hint = 直接连接的主机，例如 example.org, 10.0.0.0/8。
set-netrc = 密码文件
set-netrc-hint = 只有您可以读取的 netrc 文件，例如 ~/.netrc；留空表示不使用。
set-extra_certificates = 额外的证书
set-extra_certificates-hint = PEM 文件或存放它们的文件夹，其中的颁发机构与系统的一样受信任；留空表示不使用。
set-metered = 按流量计费的网络
set-metered-hint = 未指定的下载是否使用按流量计费的网络或移动网络。
set-metered-allow = 使用
set-metered-hold = 等待其他网络
set-wifi_mode = 等待 WiFi 或有线网络
set-wifi_mode-hint = 哪些下载避开移动网络。
set-wifi_mode-as_set_by_task = 自行指定的下载
set-wifi_mode-for_all_tasks = 全部
set-wifi_mode-for_no_tasks = 无
set-reschedule_running = 进行中的下载立即遵循
set-reschedule_running-hint = 当网络规则更改时；否则进行中的下载按开始时的方式结束。
set-notify_running = 进行中
set-notify_running-hint = 与进行中下载的进度一起显示；留空则不显示。
set-notify_complete = 完成时
set-notify_complete-hint = 文件下载完整时显示；留空则不显示。
set-notify_failed = 失败时
set-notify_failed-hint = 下载无法继续时显示；留空则不显示。
set-notify_paused = 暂停时
set-notify_paused-hint = 下载暂停时显示；留空则不显示。
set-notify_tap_opens = 点击打开文件
set-notify_tap_opens-hint = 点击已完成下载的通知时的操作。
set-notify_sound = 播放声音
set-notify_sound-hint = 在桌面可以播放声音时，下载结束也会有声音提示。
set-start_with_session = 随会话启动
set-start_with_session-hint = 登录后 Haul 在托盘中等待，不显示窗口，并从原来的位置继续。
set-stay_awake = 让计算机保持唤醒
set-stay_awake-hint = 传输进行期间不会休眠；没有传输时恢复正常。
set-launcher_progress = 在启动器中显示进度
set-launcher_progress-hint = 在程序坞或任务栏的 Haul 图标上显示总体进度和进行中的数量。
set-watch_clipboard = 提供已复制的链接
set-watch_clipboard-hint = 仅在此窗口打开时，且仅限网页链接。您复制的任何内容都不会被保存。
set-theme = 主题
set-theme-hint = 窗口的颜色。
set-theme-system = 跟随桌面
set-theme-light = 浅色
set-theme-dark = 深色
set-density = 密度
set-density-hint = 行与按钮之间的疏密。
set-density-comfortable = 舒适
set-density-compact = 紧凑
set-text_size = 文字大小
set-text_size-hint = 窗口中所有文字的大小，为通常大小的 80% 到 160%。
