## Groups and queues

groups-title = Groups and queues
groups-new = New group
groups-make = Add
groups-made = The group { $group } is there
groups-forget = Forget
groups-forgotten = What was said of { $group } is forgotten
groups-renamed = { $group } is called { $to } now
groups-none = No group yet. Downloads that name one make it, or you name it here.
groups-as-set = As set
groups-running = { $count } running
groups-waiting = { $count } waiting
groups-tasks = { $count ->
    [one] 1 download
    *[other] { $shown } downloads
}
groups-held = The queue is on hold: what waits does not begin, what runs goes on.
groups-rate = Speed limit
groups-rate-hint = All downloads of the group together stay below it.
groups-folder = Folder
groups-folder-hint = Where its downloads go that name none; empty means as in the settings.
groups-max_running = At once
groups-max_running-hint = How many of the group may run at the same time; 0 means no limit, empty as in the settings.
groups-weight = Weight
groups-weight-hint = Its share where groups want more than there is: 20 gets twice as much as 10. 1 to 100.
groups-start_interval = Time between two starts
groups-start_interval-hint = 0 lets its downloads begin at once.
groups-retries = Tries after a failure
groups-retries-hint = For its downloads that name no number, 0 to 10; empty means as in the settings.
groups-metered = Metered networks
groups-metered-hint = Whether its downloads that say nothing use a network that is metered or mobile.
groups-metered-as_set = As in the settings
groups-metered-allowed = Use them
groups-metered-refused = Wait for another
