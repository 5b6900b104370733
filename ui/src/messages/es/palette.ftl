## Command palette

palette = Órdenes
palette-hint = ¿Qué quiere hacer?
palette-commands = Órdenes que coinciden
palette-none = Ninguna orden coincide con «{ $text }»
palette-count = { $count ->
    [0] Ninguna orden coincide
    [one] 1 orden
    [many] { $count } de órdenes
    *[other] { $count } órdenes
}
palette-recent = Usadas recientemente
palette-chosen = Lo seleccionado
palette-window = Haul
palette-go = Ir a
palette-order = Orden de la lista
go-filter = Mostrar: { $name }
go-group = Mostrar el grupo: { $group }
go-settings = Ajustes: { $name }
go-sort = Ordenar: { $name }
keys-palette = Órdenes
