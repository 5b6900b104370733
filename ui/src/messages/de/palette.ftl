## Command palette

palette = Befehle
palette-hint = Was möchten Sie tun?
palette-commands = Passende Befehle
palette-none = Kein Befehl passt zu „{ $text }“
palette-count = { $count ->
    [0] Kein Befehl passt
    [one] 1 Befehl
    *[other] { $count } Befehle
}
palette-recent = Zuletzt verwendet
palette-chosen = Auswahl
palette-window = Haul
palette-go = Gehe zu
palette-order = Reihenfolge der Liste
go-filter = Anzeigen: { $name }
go-group = Gruppe anzeigen: { $group }
go-settings = Einstellungen: { $name }
go-sort = Sortieren: { $name }
keys-palette = Befehle
