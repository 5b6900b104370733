## Vista previa

preview = Lo que se descargará
preview-sum = { $known ->
    [0] { $count ->
        [one] 1 archivo
        [many] { $count } de archivos
        *[other] { $count } archivos
    }
    *[other] { $count ->
        [one] 1 archivo, { $size }
        [many] { $count } de archivos, { $size } en los { $known } de tamaño conocido
        *[other] { $count } archivos, { $size } en los { $known } de tamaño conocido
    }
}
preview-free = { $size } libres
preview-short = solo { $size } libres
preview-none = Desmarcar todo
preview-all = Marcar todo
preview-leave-listed = { $count ->
    [one] Omitir el que está en la lista
    [many] Omitir { $count } de la lista
    *[other] Omitir { $count } de la lista
}
preview-listed = Ya está en la lista
preview-taken = El nombre está ocupado, así que lleva un número
preview-twin = Mismo nombre que otro de aquí, así que lleva un número
preview-into = A { $folder }
preview-asking = preguntando…
preview-unknown = tamaño desconocido
preview-folder-of = Carpeta de { $name }
preview-last-folders = Últimas carpetas
