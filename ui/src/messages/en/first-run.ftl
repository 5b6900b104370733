## First run

empty-title = Nothing here yet
empty-body = Haul downloads files and finishes, whatever happens in between.
empty-add = Add by hand
empty-paste = Paste links
empty-drop = Drop them here
empty-drop-what = links or files
empty-commands = finds everything Haul can do
empty-filter = No downloads here
empty-filter-body = Nothing is in this part of the list right now.
empty-filter-all = Show all
empty-search = Nothing matches “{ $text }”
empty-search-body = The search looks at names and addresses.
search-clear = Clear search
