## Links that were copied elsewhere

copied-links = { $count ->
    [one] Se ha copiado un enlace: { $first }
    [many] Se han copiado { $count } de enlaces; el primero es { $first }
    *[other] Se han copiado { $count } enlaces; el primero es { $first }
}
copied-add = Añadir…
copied-leave = Ahora no
