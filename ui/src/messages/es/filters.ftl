## Filters

filters = Filtros
filter-all = Todo
filter-active = Activas
filter-queued = En cola
filter-paused = En pausa
filter-finished = Terminadas
filter-failed = Fallidas
filter-groups = Grupos
filter-count = { $count ->
    [one] 1 descarga
    [many] { $shown } de descargas
    *[other] { $shown } descargas
}

group-menu = Grupo { $group }: más
group-limits = Límites…
group-held = Retenido
group-limited = Límite { $rate }
group-most = { $count } a la vez
batch-unnamed = Lote { $id }
batch-show = Mostrar todo el lote { $name }
batch-of = Lote { $name }
batch-done = { $done } de { $size } terminados
batch-failures = { $count } con fallo
batch-atomic = todo o nada
batch-placing = Colocando en su sitio
batch-withdrawing = Retirando
batch-complete = Terminado
batch-failed = Fallido
batch-canceled = Cancelado
batch-pause = Pausar el lote
batch-resume = Reanudar el lote
batch-cancel = Cancelar el lote
batch-retry = Reintentar el lote
