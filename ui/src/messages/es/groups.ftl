## Grupos y colas

groups-title = Grupos y colas
groups-new = Grupo nuevo
groups-make = Añadir
groups-made = El grupo { $group } está listo
groups-forget = Olvidar
groups-forgotten = Lo dicho de { $group } está olvidado
groups-none = Todavía no hay grupos. Las descargas que nombran uno lo crean, o nómbrelo aquí.
groups-as-set = General
groups-running = { $count } en curso
groups-waiting = { $count } en espera
groups-tasks = { $count ->
    [one] 1 descarga
    [many] { $shown } de descargas
    *[other] { $shown } descargas
}
groups-held = La cola está retenida: lo que espera no empieza, lo que corre sigue.
groups-rate = Límite de velocidad
groups-rate-hint = Todas las descargas del grupo juntas quedan por debajo.
groups-folder = Carpeta
groups-folder-hint = Adónde van sus descargas que no nombran ninguna; vacío, como en los ajustes.
groups-max_running = A la vez
groups-max_running-hint = Cuántas del grupo pueden ir a la vez; 0 sin límite, vacío como en los ajustes.
groups-weight = Peso
groups-weight-hint = Su parte cuando los grupos quieren más de lo que hay: 20 recibe el doble que 10. De 1 a 100.
groups-start_interval = Tiempo entre dos inicios
groups-start_interval-hint = Con 0 sus descargas empiezan enseguida.
groups-retries = Intentos tras un fallo
groups-retries-hint = Para sus descargas que no dicen un número, de 0 a 10; vacío, como en los ajustes.
groups-metered = Redes de uso medido
groups-metered-hint = Si sus descargas que no dicen nada usan una red medida o móvil.
groups-metered-as_set = Como en los ajustes
groups-metered-allowed = Usarlas
groups-metered-refused = Esperar otra
