## Tray, launcher and what is said without a window

tray-show = Show
tray-add-copied = Add from clipboard
tray-pause-all = Pause all
tray-resume-all = Resume all
tray-limit = Speed limit: { $now }
tray-limit-none = none
tray-no-limit = No limit
tray-task-running = { $name } (running)
tray-task-waiting = { $name } (waiting)
tray-task-paused = { $name } (paused)
tray-task-ready = { $name } (finished)
tray-task-failed = { $name } (failed)
tray-task-canceled = { $name } (canceled)
tray-quit = Quit
tray-running = { $count ->
    [one] 1 running
    *[other] { $count } running
} · { $speed }
tray-paused = { $count ->
    [one] 1 paused
    *[other] { $count } paused
}
tray-waiting = { $count ->
    [one] 1 waiting
    *[other] { $count } waiting
}
tray-idle = Nothing to do

## Buttons of notifications

notice-ready = { $name } is ready
notice-failed = { $name } could not be downloaded
notice-show = Show
notice-open = Open
notice-reveal = Show in folder
notice-retry = Retry
notice-pause = Pause
notice-resume = Resume
notice-cancel = Cancel

## Dialogs of the toolkit

choose-files = Choose files to upload
choose-folder = Choose a folder for downloads
choose-settings = Choose a file of settings
choose-settings-place = Write the settings to a file
ask-open-title = Open “{ $name }”?
ask-open-body = { $kind } It came from { $origin }. Open it only if you trust where it came from.
ask-open-unknown = an unknown server
ask-open-yes = Open
ask-open-no = Do not open
