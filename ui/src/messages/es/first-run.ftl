## First run

empty-title = Aquí no hay nada todavía
empty-body = Haul descarga archivos y los termina, pase lo que pase entretanto.
empty-add = Añadir enlaces
empty-paste = Pegue en cualquier parte
empty-drop = Suelte aquí enlaces del navegador
empty-filter = No hay descargas aquí
empty-filter-body = Ahora mismo no hay nada en esta parte de la lista.
empty-filter-all = Mostrar todo
empty-search = Nada coincide con «{ $text }»
empty-search-body = La búsqueda mira en los nombres y las direcciones.
search-clear = Borrar la búsqueda
