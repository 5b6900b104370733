## Shortcuts

keys-add = Add downloads
keys-paste = Add the links on the clipboard
keys-search = Search
keys-settings = Settings
keys-quit = Quit
keys-help = This list
keys-toggle = Pause or resume
keys-primary = Open, resume or retry
keys-reveal = Show in folder
keys-remove = Remove
keys-details = Show or hide details
keys-all = Select all
keys-move = Go up or down
keys-extend = Select more
keys-window = Anywhere
keys-list = In the list
key-space = Space
