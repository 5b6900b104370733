## Limits of a group

limits-title = Límites de { $group }
limits-rate = Límite de velocidad
limits-rate-hint = Todas las tareas del grupo juntas, como 500K o 2M.
limits-most = A la vez
limits-most-hint = Cuántas del grupo pueden estar en marcha al mismo tiempo.
limits-most-none = como en los ajustes
limits-most-bad = Un número entero, o nada.
limits-do = Establecer
