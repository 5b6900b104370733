## Closing

close-title = ¿Dejar Haul en marcha?
close-body = { $count ->
    [0] Ahora mismo no se descarga nada. En este escritorio no hay icono en la bandeja, así que minimizado Haul sigue a mano.
    [one] Hay 1 descarga activa. Minimizado, Haul la continúa; tras salir, espera hasta que vuelva a iniciar Haul.
    [many] Hay { $count } de descargas activas. Minimizado, Haul las continúa; tras salir, esperan hasta que vuelva a iniciar Haul.
    *[other] Hay { $count } descargas activas. Minimizado, Haul las continúa; tras salir, esperan hasta que vuelva a iniciar Haul.
}
close-quit = Salir
close-minimize = Minimizar
