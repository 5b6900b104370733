## What a screen reader hears

heard-finished = { $count ->
    [one] 1 task finished
    *[other] { $shown } tasks finished
}
heard-failed = { $count ->
    [one] 1 task failed
    *[other] { $shown } tasks failed
}
