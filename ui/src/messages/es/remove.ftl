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
    [one] Mover también el archivo a la papelera
    [many] Mover también los archivos a la papelera
    *[other] Mover también los archivos a la papelera
}
remove-file-hint = Solo hay archivos que mover si están terminados.
remove-together = Es de un lote que solo vale entero: se cancela todo el lote, y eso no se puede deshacer.
remove-do = Quitar

## Taking it back

removed = { $count ->
    [one] 1 quitada
    [many] { $shown } quitadas
    *[other] { $shown } quitadas
}
removed-one = { $name }: quitada
removed-back = { $count ->
    [one] Vuelve a estar en la lista.
    [many] { $shown } vuelven a estar en la lista.
    *[other] { $shown } vuelven a estar en la lista.
}
removed-strip = Quitado
undo = Deshacer
