## Preview

preview = Lo que se descargará
preview-sum = { $known ->
    [0] { $count ->
        [one] 1 archivo
        [many] { $count } de archivos
        *[other] { $count } archivos
    }
    *[other] { $count ->
        [one] 1 archivo, { $size }
        [many] { $count } de archivos, { $size } en los { $known } cuyo tamaño se conoce
        *[other] { $count } archivos, { $size } en los { $known } cuyo tamaño se conoce
    }
}
preview-free = { $size } libres
preview-short = solo { $size } libres
preview-none = Desmarcar todos
preview-all = Marcar todos
preview-leave-listed = { $count ->
    [one] Omitir el que está en la lista
    [many] Omitir los { $count } que están en la lista
    *[other] Omitir los { $count } que están en la lista
}
preview-listed = Ya está en la lista
preview-taken = El nombre está ocupado, así que recibe un número
preview-twin = Mismo nombre que otro de aquí, así que recibe un número
preview-into = En { $folder }
preview-asking = preguntando…
preview-unknown = tamaño desconocido
preview-folder-of = Carpeta de { $name }
preview-last-folders = Últimas carpetas
