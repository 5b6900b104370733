## The list in sections

arrange = Agrupar
arrange-nothing = Sin secciones
arrange-group = Por grupo
arrange-batch = Por lote
arrange-status = Por estado
sections-fold = Contraer todo
sections-unfold = Desplegar todo
sections-folded = Todas las secciones están contraídas
sections-unfolded = Todas las secciones están desplegadas
section-folded = { $name } está contraída
section-unfolded = { $name } está desplegada
section-rest = En ningún lote
section-more = { $name }: más
section-pause-of = Pausar todo en { $name }
section-resume-of = Reanudar todo en { $name }
section-retry-of = Reintentar lo que falló en { $name }
section-pause = { $count ->
    [one] Pausar 1
    [many] Pausar { $shown }
    *[other] Pausar { $shown }
}
section-resume = { $count ->
    [one] Reanudar 1
    [many] Reanudar { $shown }
    *[other] Reanudar { $shown }
}
section-retry = { $count ->
    [one] Reintentar 1
    [many] Reintentar { $shown }
    *[other] Reintentar { $shown }
}
section-cancel = { $count ->
    [one] Cancelar 1
    [many] Cancelar { $shown }
    *[other] Cancelar { $shown }
}
section-choose = { $count ->
    [one] Seleccionar
    [many] Seleccionar los { $shown }
    *[other] Seleccionar los { $shown }
}
section-only = Mostrar solo estos
