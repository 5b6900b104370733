## Status line

status-line = Estado
down-rate = Velocidad de descarga { $rate }
active-count = { $count ->
    [0] Ninguna activa
    [one] { $count } activa
    [many] { $count } de activas
    *[other] { $count } activas
}
queued-count = { $count } en cola
free-space = { $size } libres
