## What a screen reader hears

heard-finished = { $shown } 个任务已完成
heard-failed = { $shown } 个任务失败
