## First run

empty-title = Aquí no hay nada todavía
empty-body = Haul descarga archivos y los termina, pase lo que pase entretanto.
empty-add = Añada a mano
empty-paste = Pegue enlaces
empty-drop = Suéltelos aquí
empty-drop-what = enlaces o archivos
empty-commands = encuentra todo lo que Haul sabe hacer
empty-filter = No hay descargas aquí
empty-filter-body = Ahora mismo no hay nada en esta parte de la lista.
empty-filter-all = Mostrar todo
empty-search = Nada coincide con «{ $text }»
empty-search-body = La búsqueda mira en los nombres y las direcciones.
search-clear = Borrar la búsqueda
