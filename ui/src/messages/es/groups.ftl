## Groups and queues

groups-title = Grupos y colas
groups-new = Grupo nuevo
groups-make = Añadir
groups-made = El grupo { $group } ya existe
groups-forget = Olvidar
groups-forgotten = Se ha olvidado lo dicho de { $group }
groups-renamed = { $group } se llama ahora { $to }
groups-none = Ningún grupo todavía. Lo crean las descargas que nombran uno, o puede nombrarlo aquí.
groups-as-set = Según los ajustes
groups-running = { $count } en marcha
groups-waiting = { $count } en espera
groups-tasks = { $count ->
    [one] 1 descarga
    [many] { $shown } de descargas
    *[other] { $shown } descargas
}
groups-held = La cola está retenida: lo que espera no empieza; lo que está en marcha continúa.
groups-rate = Límite de velocidad
groups-rate-hint = Todas las descargas del grupo juntas se mantienen por debajo.
groups-folder = Carpeta
groups-folder-hint = Adónde van sus descargas que no nombran ninguna; vacío significa como en los ajustes.
groups-max_running = A la vez
groups-max_running-hint = Cuántas del grupo pueden estar en marcha al mismo tiempo; 0 significa sin límite, vacío como en los ajustes.
groups-weight = Peso
groups-weight-hint = Su parte cuando los grupos quieren más de lo que hay: 20 recibe el doble que 10. De 1 a 100.
groups-start_interval = Tiempo entre dos inicios
groups-start_interval-hint = Con 0 sus descargas empiezan al momento.
groups-retries = Intentos tras un fallo
groups-retries-hint = Para sus descargas que no dan un número, de 0 a 10; vacío significa como en los ajustes.
groups-metered = Redes de uso medido
groups-metered-hint = Si sus descargas que no dicen nada usan una red de uso medido o móvil.
groups-metered-as_set = Como en los ajustes
groups-metered-allowed = Usarlas
groups-metered-refused = Esperar otra
