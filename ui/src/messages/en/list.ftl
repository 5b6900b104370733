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

## What helps

help-now = Try now
help-again = Try again
help-over = Start over
help-folder = Another folder…
help-name = Another name…

## Menu of a row, and several rows at once

row-menu = What to do with it
row-menu-many = { $count ->
    [one] What to do with the chosen one
    *[other] What to do with the chosen { $shown }
}
menu-details = Details
menu-copy = { $count ->
    [one] Copy the address
    *[other] Copy the addresses
}
menu-batch = Show its batch
menu-first = Move to the top
menu-sooner = Move up
menu-later = Move down
menu-last = Move to the bottom
menu-elsewhere = Add it again elsewhere…
menu-erase = Remove with file
copied = { $count ->
    [one] The address is on the clipboard.
    *[other] { $shown } addresses are on the clipboard.
}
moved-said = { $count ->
    [one] Moved in the queue
    *[other] { $shown } moved in the queue
}
select-bar = Selected downloads
select-none = Select none

keys-erase = Remove with file
keys-menu = Menu of the row
keys-copy = Copy addresses
keys-mark = Select one more, or one less
keys-none = Select none
keys-sooner = Move up in the queue
keys-later = Move down in the queue
keys-undo = Undo the last removal

## Columns

columns = Columns
columns-table = Table
columns-width = Width of { $column }
column-name = Name
column-status = Status
column-progress = Progress
column-size = Size
column-speed = Speed
column-left = Time left
column-added = Added
column-finished = Finished
column-host = Host
column-group = Group
column-priority = Priority
sort-finished = Finished last
