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
