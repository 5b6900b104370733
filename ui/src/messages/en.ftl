# Every text of the window, in English.

close = Close
cancel-dialog = Cancel
dismiss = Dismiss

## Toolbar
add = Add
pause-all = Pause all
resume-all = Resume all
queue-hold = Hold queue
queue-go-on = Go on with queue
queue-on-hold = Queue on hold
queue-hold-hint = Hold the queue: waiting tasks do not begin; those that run go on.
queue-held-hint = The queue is on hold. Press to let waiting tasks begin.
queue-held-said = The queue is on hold
queue-goes-on-said = The queue goes on
settings = Settings
search = Search
search-hint = Search names and addresses
shortcuts = Keyboard shortcuts

## Filters
filters = Filters
filter-all = All
filter-active = Active
filter-queued = Queued
filter-paused = Paused
filter-finished = Finished
filter-failed = Failed
filter-groups = Groups
filter-count = { $count ->
    [one] 1 download
    *[other] { $shown } downloads
}

group-menu = Group { $group }: more
group-limits = Limits…
group-held = On hold
group-limited = Limit { $rate }/s
group-most = { $count } at once
batch-unnamed = Batch { $id }
batch-show = Show all of { $name }
batch-of = Batch { $name }
batch-done = { $done } of { $size } finished
batch-failures = { $count } failed
batch-atomic = all or nothing
batch-placing = Moving into place
batch-withdrawing = Being called off
batch-complete = Finished
batch-failed = Failed
batch-canceled = Canceled
batch-pause = Pause the batch
batch-resume = Resume the batch
batch-cancel = Cancel the batch
batch-retry = Try the batch again

## Limits of a group
limits-title = Limits of { $group }
limits-rate = Speed limit
limits-rate-hint = All tasks of the group together, such as 500K or 2M.
limits-most = At once
limits-most-hint = How many of the group may run at the same time.
limits-most-none = as in the settings
limits-most-bad = A whole number, or nothing.
limits-do = Set

## List
tasks = Tasks
list-sort = Sort by
sort-newest = Newest first
sort-oldest = Oldest first
sort-name = Name
sort-size = Largest first
sort-queue = Order of the queue
details = Details
selected = { $count } selected
row-loading = Loading
row-actions = Actions

## Row actions
pause = Pause
resume = Resume
cancel = Cancel
retry = Retry
sign-in = Sign in…
new-address = New address…
open = Open
show-in-folder = Show in folder
remove = Remove
answer = Show the answer
pause-loses-upload = This server cannot continue an upload, so a pause would begin it again.
pause-loses = This server cannot continue a file, so a pause would lose what is here.

## Status, one word or two
status-enqueued = Queued
status-held = Not started
status-running = Running
status-waiting_to_retry = Will retry
status-paused = Paused
status-complete = Finished
status-not_found = Not found
status-failed = Failed
status-canceled = Canceled
phase-connecting = Connecting
phase-transferring = Downloading
phase-transferring-upload = Uploading
phase-transferring-request = Asking
phase-verifying = Checking the file
phase-processing = Finishing up
phase-placing = Moving into place

waiting-queue = Its queue is on hold
waiting-network = Waits for another network
waiting-siblings = Ready; waits for the others of its batch
to-host = to { $host }
request-to = { $method ->
    [none] Request to { $host }
    *[other] { $method } request to { $host }
}
kind-download = Download
kind-upload = Upload
kind-request = Request

## Numbers
bytes-0 = { $value } B
bytes-1 = { $value } kB
bytes-2 = { $value } MB
bytes-3 = { $value } GB
bytes-4 = { $value } TB
rate = { $size }/s
part-of-whole = { $part } of { $whole }
percent = { $value }%
progress-unknown = { $size } so far
left-seconds = { $seconds } s left
left-minutes = { $minutes } min left
left-hours = { $hours } h { $minutes } min left
left-days = { $days } d { $hours } h left
retry-in = Tries again in { $time }
retry-soon = Tries again in a moment
wait-seconds = { $seconds } s
wait-minutes = { $minutes } min
wait-hours = { $hours } h { $minutes } min
and-then = { " · " }

## First run
empty-title = Nothing here yet
empty-body = Haul downloads files and finishes, whatever happens in between.
empty-add = Add links
empty-paste = Paste anywhere
empty-drop = Drop links from your browser here
empty-filter = No downloads here
empty-filter-body = Nothing is in this part of the list right now.
empty-filter-all = Show all
empty-search = Nothing matches “{ $text }”
empty-search-body = The search looks at names and addresses.
search-clear = Clear search

## Trouble
lost-title = Haul’s engine does not answer
lost-body = Your downloads are safe on disk and go on where they stopped. Haul keeps trying; if this stays, quit and start it again.
lost-short = Haul’s engine does not answer. What you see may be out of date.
lost-retry = Try again

## Status line
status-line = Status
down-rate = Download speed { $rate }
active-count = { $count ->
    [0] None active
    *[other] { $count } active
}
queued-count = { $count } queued
free-space = { $size } free

## Add
add-title-download = Add downloads
add-title-upload = Upload files
add-tabs = What to add
add-tab-download = Downloads
add-tab-upload = Uploads
add-do-download = Download
add-do-upload = Upload
add-together = Add as one batch
add-together-hint = Shows how far all of them are together, and stops or goes on with all at once.
add-batch-name = Name of the batch
add-atomic = All or nothing
add-atomic-hint = No file appears before all are whole; if one cannot be had, none is kept.
add-urls = URLs
add-urls-hint = Paste or drop anything that has links in it.
add-found = { $count ->
    [0] No link yet
    [one] 1 link
    *[other] { $count } links
}
add-repeated = { $count ->
    [one] 1 repeated link is left out.
    *[other] { $count } repeated links are left out.
}
add-ignored = Not a link: { $text }
add-ignored-more = Not links: { $text } and { $count } more
add-folder = Folder
add-more = More options
add-name = File name
add-name-hint = Leave empty to use the server’s name.
add-name-one = A name can be given for one link at a time.
add-checksum = Checksum
add-checksum-hint = Like sha-256=1f3a…; the file is checked before it gets its name.
add-checksum-one = A checksum can be given for one link at a time.
add-group = Group
add-priority = Priority
add-priority-hint = 0 comes first, 10 last.
add-headers = Header lines
add-headers-hint = One a line, like Referer: https://example.org/
add-headers-bad = This line has no colon: { $text }
add-lanes = Connections
add-lanes-hint = 1 to 32.
add-lanes-auto = automatic
add-lanes-bad = A whole number, 1 to 32.
add-number-bad = A whole number above 0.
add-rare = Rarely needed
add-rare-source = The file
add-rare-sent = What is sent
add-rare-rules = What is allowed
add-mirrors = Other addresses of the same file
add-mirrors-hint = One a line. Haul fetches from all of them and leaves those that are slow or have another file.
add-mirrors-one = Other addresses can be given for one link at a time.
add-checksum-from = File with the checksum
add-checksum-from-hint = An address, or an ending of the link’s own, such as .sha256.
add-size = Size in bytes
add-size-hint = A file of another size is refused.
add-size-one = A size can be given for one link at a time.
add-seconds = Time limit in seconds
add-seconds-hint = Over all tries together.
add-secrets = Secret header lines
add-secrets-hint = Like Authorization: Bearer …; sent to the first server only, and shown nowhere afterwards.
add-strict = Fail instead of starting over
add-strict-hint = When the file has changed meanwhile, or the server cannot continue it.
add-decode = Unpack gzip
add-decode-hint = Asks the server to send the file packed, and unpacks it on the way.
add-downgrade = Follow to unencrypted http
add-downgrade-hint = Otherwise a redirect from https to http ends the download.
add-unmarked = Do not mark the file
add-unmarked-hint = Otherwise the file remembers the address it came from.
add-later = Start later
add-later-hint = Puts the downloads in the list without starting them.
add-refused = { $url }: { $why }
add-done = { $count ->
    [one] 1 download added
    *[other] { $count } downloads added
}

## Upload
upload-files = Files
upload-choose = Choose files…
upload-none = Choose files, or drop them here.
upload-sum = { $count ->
    [one] 1 file, { $size }
    *[other] { $count } files, { $size }
}
upload-leave-out = Leave out { $name }
upload-url = Address
upload-url-bad = This is not an address. It looks like https://example.org/upload
upload-form = How they are sent
upload-form-multipart = As a form
upload-form-multipart-hint = All files in one request, as a web page would send them.
upload-form-binary = As they are
upload-form-binary-hint = One request for each file, with nothing around it.
upload-fields = Fields of the form
upload-fields-hint = One a line, like album=Summer; their values are not shown afterwards.
upload-fields-bad = This line is no name=value: { $text }
upload-resume = After a break
upload-resume-never = Begin again
upload-resume-draft = Go on (resumable uploads, IETF draft)
upload-resume-tus = Go on (tus 1.0)
upload-resume-hint = Only what the server can continue can be paused.
upload-method = Method
upload-field = Field of the files
upload-field-hint = Empty means file, or with several files their names.
upload-later-hint = Puts the upload in the list without starting it.
upload-refused = { $name }: { $why }
upload-done = { $count ->
    [one] 1 upload added
    *[other] { $count } uploads added
}

## Remove
remove-title = { $count ->
    [one] Remove this download?
    *[other] Remove { $count } downloads?
}
remove-body = { $count ->
    [one] It leaves the list. A download that still runs is called off.
    *[other] They leave the list. Downloads that still run are called off.
}
remove-title-other = Remove this from the list?
remove-body-other = It leaves the list. What still runs is called off; files on this computer stay.
remove-file = { $count ->
    [one] Delete the file too
    *[other] Delete the files too
}
remove-file-hint = Deleted files do not go to the trash.
remove-do = Remove

## Settings
settings-title = Settings
settings-now = Changes take effect at once.
settings-downloads = Downloads
settings-speed = Speed
settings-connections = Connections
settings-network = Network
settings-proxy-now = Used now: { $proxy }
settings-logins = Stored logins
logins-none = None yet. Haul asks when a server wants one; passwords never leave the password store for this window.
logins-user = { $user }
logins-proxy-user = { $user } at this proxy
logins-forget = Forget
logins-forget-one = Forget the login for { $place }
settings-notifications = Notifications
settings-notify-words = Words in braces are filled in: { "{filename} {displayName} {metadata} {progress} {networkSpeed} {timeRemaining}" }
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
set-start_interval-hint = In milliseconds; 0 lets downloads begin at once.
set-retries = Tries after a failure
set-retries-hint = How often a download is tried again after trouble that passes, 0 to 10.
set-lanes = Connections for one file
set-lanes-hint = At most so many, 1 to 32; Haul uses as many of them as pay.
set-min_speed = Least speed in bytes a second
set-min_speed-hint = A connection that stays slower is given up and tried again; 0 means none.
set-connect_timeout = Seconds to reach a server
set-connect_timeout-hint = After this long without a connection the download waits and tries again, 1 to 600.
set-stall_timeout = Seconds without a byte
set-stall_timeout-hint = After this long a silent connection counts as dead, 1 to 600.
set-max_seconds = Longest time in seconds
set-max_seconds-hint = All attempts at one download may take this long together; 0 means any time.
set-keep_records = Ended downloads in the list
set-keep_records-hint = So many of the last ones stay, their files always do; 0 keeps all of them.
set-keep_days = Days in the list
set-keep_days-hint = A download that ended longer ago leaves the list, its file stays; 0 keeps it for ever.
set-limit_rate = Speed limit
set-limit_rate-hint = Most bytes a second of everything together, such as 500K or 2M; empty means no limit.
set-limit_rate_per_task = Speed limit of each download
set-limit_rate_per_task-hint = For downloads that have no limit of their own; empty means no limit.
set-group_limits = Speed limits of groups
set-group_limits-hint = Such as films=500K, default=2M.
set-limit_schedule = Speed limit by time
set-limit_schedule-hint = Such as mon-fri 08:00-18:00 500K; sat,sun 00:00-24:00 off. The first rule that fits holds, else the speed limit.
set-disk_reserve = Keep free on every disk
set-disk_reserve-hint = In MiB. No download uses this space; 0 means it may use all.
set-skip_existing = Skip files that are there
set-skip_existing-hint = never, or a number of MiB: a file larger than that is not fetched again; 0 skips every file.
set-proxy = Proxy
set-proxy-hint = Such as http://proxy.example:3128 or socks5h://127.0.0.1:1080; none goes straight, empty follows the environment and the desktop.
set-no_proxy = Without the proxy
set-no_proxy-hint = Hosts that are reached straight, such as example.org, 10.0.0.0/8.
set-netrc = Password file
set-netrc-hint = A netrc file that only you can read, such as ~/.netrc; empty means none.
set-extra_certificates = Extra certificates
set-extra_certificates-hint = A PEM file, or a folder of them, with authorities to trust besides the system’s; empty means none.
set-metered = Metered networks
set-metered-hint = allow, or hold: downloads that say nothing wait for a network that is neither metered nor mobile.
set-wifi_mode = Wait for WiFi or a cable
set-wifi_mode-hint = as_set_by_task, for_all_tasks or for_no_tasks.
set-reschedule_running = Running downloads follow at once
set-reschedule_running-hint = When one of these two is changed; else they end as they began.
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

## Details
details-none = Select a download to see its details.
details-status = Status
details-kind = Kind
details-file = File
details-answer = Answer
details-answer-binary = { $size } that are no text
details-answer-more = … and { $count } more lines
details-address = Address
details-redirects = Redirected to
details-path = Path
details-size = Size
details-parts = Parts
parts-words = { $count ->
    [0] { $percent }, every part is there
    [one] { $percent }, 1 part left to fetch
    *[other] { $percent }, { $shown } parts left to fetch
}
details-limit = Speed limit
details-limit-none = none
details-limit-bad = Write a speed such as 500K or 2M.
details-lanes = Connections
details-lanes-auto = automatic
details-lanes-bad = A whole number, 1 to 32.
details-speed-now = { $rate } now, { $top } at most
details-validator = Validator
details-digest = Digest
details-expected = Expected digest
details-response = Response
details-category = Category
details-added = Added
details-finished = Finished
details-retries = Tries left
details-group = Group
details-priority = Priority
details-metadata = Note
details-headers = Response headers
details-close = Close details

## New address
address-title = New address
address-url = Address of the same file
address-keeps = { $size } are here already. They stay, and Haul goes on from there if the new address has the same file.
address-nothing = Nothing is here yet, so the download begins at the new address.
address-do = Use and try again

## Sign in
sign-in-title = Sign in
sign-in-for = For
sign-in-user = User name
sign-in-password = Password
sign-in-kept = Goes into the password store and to this place only; it is never shown again.
sign-in-open = Send it over unencrypted http
sign-in-open-hint = Anyone on the way can read it; without this, the password stays here.
sign-in-proxy = It is the proxy that asks
sign-in-proxy-place = Proxy
sign-in-proxy-place-hint = Such as http://proxy.example:3128.
sign-in-do = Sign in and try again

## Closing
close-title = Keep Haul running?
close-body = { $count ->
    [0] Nothing is downloading right now. There is no tray icon on this desktop, so a minimized window is how Haul stays within reach.
    [one] 1 download is active. Minimized, Haul goes on with it; after Quit it waits until you start Haul again.
    *[other] { $count } downloads are active. Minimized, Haul goes on with them; after Quit they wait until you start Haul again.
}
close-quit = Quit
close-minimize = Minimize

## Drop
drop-title = Drop to add
drop-body = The links go to the add dialog first; nothing starts by itself.
drop-files-title = Drop to upload
drop-files-body = You say where to first; nothing is sent by itself.
drop-both-body = Links are offered for download and files for upload; nothing starts by itself.
drop-refused = These are no files to send: { $names }. Drop links or files.

## Shortcuts
keys-add = Add downloads
keys-paste = Add the links on the clipboard
keys-search = Search
keys-settings = Settings
keys-quit = Quit
keys-help = This list
keys-toggle = Pause or resume
keys-primary = Open, resume or retry
keys-reveal = Show in folder
keys-remove = Remove
keys-details = Show or hide details
keys-all = Select all
keys-move = Go up or down
keys-extend = Select more
keys-window = Anywhere
keys-list = In the list
