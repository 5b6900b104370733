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

## What helps

help-now = Intentar ahora
help-again = Reintentar
help-over = Empezar de nuevo
help-folder = Otra carpeta…
help-name = Otro nombre…

## Menu of a row, and several rows at once

row-menu = Qué hacer con ella
row-menu-many = { $count ->
    [one] Qué hacer con la seleccionada
    [many] Qué hacer con los { $shown } de seleccionadas
    *[other] Qué hacer con las { $shown } seleccionadas
}
menu-details = Detalles
menu-copy = { $count ->
    [one] Copiar la dirección
    [many] Copiar las direcciones
    *[other] Copiar las direcciones
}
menu-batch = Mostrar su lote
menu-first = Mover al principio
menu-sooner = Subir
menu-later = Bajar
menu-last = Mover al final
menu-elsewhere = Añadir otra vez en otro sitio…
menu-erase = Quitar con el archivo
copied = { $count ->
    [one] La dirección está en el portapapeles.
    [many] { $shown } de direcciones están en el portapapeles.
    *[other] { $shown } direcciones están en el portapapeles.
}
moved-said = { $count ->
    [one] Movida en la cola
    [many] { $shown } de movidas en la cola
    *[other] { $shown } movidas en la cola
}
select-bar = Descargas seleccionadas
select-none = No seleccionar ninguna

keys-erase = Quitar con el archivo
keys-menu = Menú de la fila
keys-copy = Copiar direcciones
keys-mark = Seleccionar una más o una menos
keys-none = No seleccionar ninguna
keys-sooner = Subir en la cola
keys-later = Bajar en la cola
keys-undo = Deshacer lo último quitado

## Columns

columns = Columnas
columns-table = Tabla
columns-width = Ancho de { $column }
column-name = Nombre
column-status = Estado
column-progress = Progreso
column-size = Tamaño
column-speed = Velocidad
column-left = Tiempo restante
column-added = Añadida
column-finished = Terminada
column-host = Servidor
column-group = Grupo
column-priority = Prioridad
sort-finished = Últimas terminadas
