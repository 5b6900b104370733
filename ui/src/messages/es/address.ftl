## New address

address-title = Dirección nueva
address-url = Dirección del mismo archivo
address-keeps = Ya hay { $size } aquí. Se conservan, y Haul continúa desde ahí si la dirección nueva tiene el mismo archivo.
address-nothing = Todavía no hay nada aquí, así que la descarga empieza en la dirección nueva.
address-do = Usar y reintentar
