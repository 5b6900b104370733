## What a screen reader hears

heard-finished = { $count ->
    [one] 1 tarea terminada
    [many] { $shown } de tareas terminadas
    *[other] { $shown } tareas terminadas
}
heard-failed = { $count ->
    [one] 1 tarea fallida
    [many] { $shown } de tareas fallidas
    *[other] { $shown } tareas fallidas
}
