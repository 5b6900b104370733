## Toolbar

add = Añadir
pause-all = Pausar todo
resume-all = Reanudar todo
queue-hold = Retener la cola
queue-go-on = Continuar con la cola
queue-on-hold = Cola retenida
queue-hold-hint = Retener la cola: las tareas en espera no empiezan; las que están en marcha continúan.
queue-held-hint = La cola está retenida. Pulse para que empiecen las tareas en espera.
queue-held-said = La cola está retenida
queue-goes-on-said = La cola continúa
settings = Ajustes
search = Buscar
search-hint = Buscar nombres y direcciones
shortcuts = Atajos de teclado
