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
