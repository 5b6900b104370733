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
limit-switch = Límite de velocidad: { $limit }
limit-now = Límite { $limit }
limit-scheduled = { $limit } por horario
limit-hint = Elija lo rápido que puede ir todo junto.
limit-scheduled-hint = Ahora lo dice el horario; lo que elija vale cuando este no diga nada.
limit-custom = Otro límite…
limit-schedule = Horario…
limit-all = Para todo junto
limit-do = Establecer
limit-said = { $scheduled ->
    [yes] Límite de velocidad { $limit }, cuando el horario no diga nada
    *[no] Límite de velocidad { $limit }
}
