## Settings

settings-title = Settings
settings-search = Search settings
settings-sections = Sections
settings-everywhere = In all settings
settings-found = { $count ->
    [0] No setting found
    [one] 1 setting found
    *[other] { $count } settings found
}
settings-none = No setting matches “{ $text }”.
settings-saved = Saved
settings-saved-one = Saved: { $name }
settings-reset = Use the default for { $name }
settings-slider = { $name }, slider
settings-no-rate = Write a speed such as 500 kB/s or 2 MB/s, or nothing for no limit.
settings-choose-folder = Choose…
settings-folder-usual = The desktop’s download folder
settings-to-groups = Groups and queues…
settings-folders = Folders
settings-network = Network
settings-limits = Limits
settings-queue = Queue
settings-notifications = Notifications
settings-notify-words = Words in braces are filled in: { "{filename} {displayName} {metadata} {progress} {networkSpeed} {timeRemaining}" }
settings-proxies = Proxies
settings-proxy-now = Used now: { $proxy }
settings-credentials = Credentials
settings-appearance = Appearance
settings-keyboard = Keyboard
settings-keyboard-words = shortcuts keys
settings-startup = Startup
settings-startup-note = Quit, in the menu of the tray or with Ctrl+Q, ends Haul; everything is saved and goes on at the next start.
settings-advanced = Advanced
unit-mib = MiB
unit-seconds = seconds
unit-milliseconds = ms
unit-rate = bytes/s
unit-percent = %
unit-days = days

## Logins

settings-logins = Stored logins
settings-logins-words = credentials user name password sign in
logins-hint = Passwords go into the password store; no window shows them again.
logins-none = None yet. Haul asks when a server wants one.
logins-user = { $user }
logins-proxy-user = { $user } at this proxy
logins-add = Add a login
logins-replace = Replace
logins-replace-one = Replace the login for { $place }
logins-forget = Forget
logins-forget-one = Forget the login for { $place }
logins-place = Server or proxy
logins-place-hint = Such as https://files.example.org; only scheme, host and port count.
logins-name = User name
logins-password = Password
logins-is-proxy = It is a proxy
logins-open = Send it over unencrypted http
logins-open-hint = Anyone on the way can read it; without this, the password stays here.
logins-store = Store

## Settings as a file

settings-file = Take settings along
settings-file-hint = All settings as one file, for another computer or as a copy. It holds no passwords; the command reads it with haul settings apply --file.
settings-file-words = import export backup file
file-export = Export…
file-import = Import…
file-written = The settings are written.
file-same = The file says what holds already.
file-changes = { $count ->
    [one] The file changes one setting:
    *[other] The file changes { $count } settings:
}
file-nothing = nothing
file-take = Take over
file-taken = { $count ->
    [0] Nothing was taken over.
    [one] One setting was taken over.
    *[other] { $count } settings were taken over.
}
file-refused = { $name }: { $why }

## Each setting with one sentence

set-language = Language
set-language-hint = Of the window and the tray; what a server says stays as it is.
set-language-system = As on the desktop
set-download_folder = Download folder
set-download_folder-hint = Where files go when nothing else is said; empty means the desktop’s download folder.
set-max_running = Downloads at once
set-max_running-hint = How many may run at the same time, 1 to 1000.
set-max_running_per_host = At once from one host
set-max_running_per_host-hint = Keeps a single server from being crowded; 0 means no limit.
set-max_running_per_group = At once in one group
set-max_running_per_group-hint = Keeps one group from taking every place; 0 means no limit.
set-queue_paused = Hold the queue
set-queue_paused-hint = Waiting downloads do not begin; those that run go on.
set-start_interval = Time between two starts
set-start_interval-hint = 0 lets downloads begin at once.
set-retries = Tries after a failure
set-retries-hint = How often a download is tried again after trouble that passes, 0 to 10.
set-lanes = Connections for one file
set-lanes-hint = At most so many, 1 to 32; Haul uses as many of them as pay.
set-min_speed = Least speed
set-min_speed-hint = A connection that stays slower is given up and tried again; 0 means none.
set-connect_timeout = Time to reach a server
set-connect_timeout-hint = After this long without a connection the download waits and tries again, 1 to 600.
set-stall_timeout = Time without a byte
set-stall_timeout-hint = After this long a silent connection counts as dead, 1 to 600.
set-max_seconds = Longest time of a download
set-max_seconds-hint = All attempts at one download may take this long together; 0 means any time.
set-keep_records = Ended downloads in the list
set-keep_records-hint = So many of the last ones stay, their files always do; 0 keeps all of them.
set-keep_days = Time in the list
set-keep_days-hint = A download that ended longer ago leaves the list, its file stays; 0 keeps it for ever.
set-limit_rate = Speed limit
set-limit_rate-hint = Everything together stays below it, in all groups.
set-limit_rate_per_task = Speed limit of each download
set-limit_rate_per_task-hint = For downloads that have no limit of their own; empty means no limit.
set-group_limits = Speed limits of groups
set-group_limits-hint = They are set with each group, beside its folder and its queue.
set-limit_schedule = Speed limit by time
set-limit_schedule-hint = At these hours another limit takes the place of the speed limit.
set-disk_reserve = Keep free on every disk
set-disk_reserve-hint = No download uses this space; 0 means it may use all.
set-skip_existing = Skip files that are there
set-skip_existing-hint = Of a file that is there under its name already; with 0 MiB every one is skipped.
set-skip_existing-word = Never
set-skip_existing-number = When larger than
set-skip_existing-amount = Skip files larger than
set-proxy = Proxy
set-proxy-hint = Such as http://proxy.example:3128 or socks5h://127.0.0.1:1080; none goes straight, empty follows the environment and the desktop.
set-no_proxy = Without the proxy
set-no_proxy-hint = Hosts that are reached straight, such as example.org, 10.0.0.0/8.
set-netrc = Password file
set-netrc-hint = A netrc file that only you can read, such as ~/.netrc; empty means none.
set-extra_certificates = Extra certificates
set-extra_certificates-hint = A PEM file, or a folder of them, with authorities to trust besides the system’s; empty means none.
set-metered = Metered networks
set-metered-hint = Whether downloads that say nothing use a network that is metered or mobile.
set-metered-allow = Use them
set-metered-hold = Wait for another
set-wifi_mode = Wait for WiFi or a cable
set-wifi_mode-hint = Which downloads stay away from mobile networks.
set-wifi_mode-as_set_by_task = Those that say so
set-wifi_mode-for_all_tasks = All of them
set-wifi_mode-for_no_tasks = None of them
set-reschedule_running = Running downloads follow at once
set-reschedule_running-hint = When the rules of networks change; else running downloads end as they began.
set-notify_running = While running
set-notify_running-hint = Shown with the progress of a running download; empty shows nothing.
set-notify_complete = When finished
set-notify_complete-hint = Shown when a file is complete; empty shows nothing.
set-notify_failed = When failed
set-notify_failed-hint = Shown when a download cannot go on; empty shows nothing.
set-notify_paused = When paused
set-notify_paused-hint = Shown when a download is paused; empty shows nothing.
set-notify_tap_opens = A click opens the file
set-notify_tap_opens-hint = What a click on the notification of a finished download does.
set-notify_sound = With a sound
set-notify_sound-hint = The end of a download is heard too, where the desktop plays sounds.
set-start_with_session = Start with the session
set-start_with_session-hint = Haul waits in the tray after you log in, without a window, and goes on where it was.
set-closing = When the window is closed
set-closing-hint = Transfers go on in the tray, or everything is saved and Haul ends.
set-closing-tray = Stay in the tray
set-closing-quit = Quit
set-stay_awake = Keep the computer awake
set-stay_awake-hint = It does not fall asleep while something is transferred, and may again as soon as nothing is.
set-launcher_progress = Progress in the launcher
set-launcher_progress-hint = How far everything is, and how many run, on Haul’s icon in the dock or task bar.
set-watch_clipboard = Offer copied links
set-watch_clipboard-hint = While this window is open: web links only. Nothing that you copy is kept.
set-theme = Theme
set-theme-hint = Colours of the window.
set-theme-system = Like the desktop
set-theme-light = Light
set-theme-dark = Dark
set-density = Density
set-density-hint = How close rows and buttons stand.
set-density-comfortable = Comfortable
set-density-compact = Compact
set-text_size = Text size
set-text_size-hint = Of all text in the window, 80 to 160 percent of the usual.
