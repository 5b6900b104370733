## Remove

remove-title = { $count ->
    [one] ¿Quitar esta descarga?
    [many] ¿Quitar { $count } de descargas?
    *[other] ¿Quitar { $count } descargas?
}
remove-body = { $count ->
    [one] Sale de la lista. Si aún está en marcha, se cancela.
    [many] Salen de la lista. Las que aún están en marcha se cancelan.
    *[other] Salen de la lista. Las que aún están en marcha se cancelan.
}
remove-title-other = ¿Quitar esto de la lista?
remove-body-other = Sale de la lista. Lo que aún está en marcha se cancela; los archivos de este equipo se conservan.
remove-file = { $count ->
    [one] Borrar también el archivo
    [many] Borrar también los archivos
    *[other] Borrar también los archivos
}
remove-file-hint = Los archivos borrados no van a la papelera.
remove-do = Quitar
