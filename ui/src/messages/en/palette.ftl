## Command palette

palette = Commands
palette-hint = What do you want to do?
palette-commands = Commands that fit
palette-none = No command fits “{ $text }”
palette-count = { $count ->
    [0] No command fits
    [one] 1 command
    *[other] { $count } commands
}
palette-recent = Used last
palette-chosen = What is selected
palette-window = Haul
palette-go = Go to
palette-order = Order of the list
go-filter = Show: { $name }
go-group = Show group: { $group }
go-settings = Settings: { $name }
go-sort = Sort: { $name }
keys-palette = Commands
