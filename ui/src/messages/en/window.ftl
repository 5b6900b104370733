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
