## Name and place

place-title = Nombre y lugar
place-name = Nombre del archivo
place-runs = Se detiene un momento y sigue con el nombre nuevo.
place-folder = Carpeta
place-bound = Lo que ya está aquí se guarda en esta carpeta. Elija otra cuando la descarga termine.
place-group = Grupo
place-groups = Grupos que hay
place-do = Cambiar
menu-place = Cambiar nombre o mover…
keys-rename = Cambiar nombre o mover
group-name-title = Cambiar nombre del grupo
group-name = Nombre
group-name-hint = Sus descargas, límites y ajustes se quedan con él.
group-name-do = Cambiar nombre
group-rename = Cambiar nombre…
