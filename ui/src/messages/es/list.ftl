## List

tasks = Tareas
list-sort = Ordenar por
sort-newest = Más recientes primero
sort-oldest = Más antiguas primero
sort-name = Nombre
sort-size = Más grandes primero
sort-queue = Orden de la cola
details = Detalles
selected = { $count } seleccionadas
row-loading = Cargando
row-actions = Acciones
