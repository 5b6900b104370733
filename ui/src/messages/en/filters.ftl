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
group-limited = Limit { $rate }
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
