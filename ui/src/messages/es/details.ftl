## Details

details-none = Seleccione una descarga para ver sus detalles.
details-kind = Tipo
details-file = Archivo
details-answer = Respuesta
details-answer-binary = { $size } que no son texto
details-answer-more = … y { $count } líneas más
details-address = Dirección
details-redirects = Redirigido a
details-path = Ruta
details-size = Tamaño
details-parts = Partes
parts-words = { $count ->
    [0] { $percent }, todas las partes están aquí
    [one] { $percent }, falta 1 parte
    [many] { $percent }, faltan { $shown } de partes
    *[other] { $percent }, faltan { $shown } partes
}
details-limit = Límite de velocidad
details-limit-none = ninguno
details-limit-hint = Vale de inmediato.
details-limit-bad = Escriba una velocidad como 500K o 2M.
details-lanes = Conexiones
details-lanes-auto = automático
details-lanes-hint = Vale de inmediato si el servidor lo permite.
details-lanes-bad = Un número entero de 1 a 32.
details-speed-now = { $rate } ahora, { $top } como máximo
details-speed-top = { $top } como máximo
details-speed-at = { $rate } a las { $time }
details-speed-chart = Velocidad a lo largo del tiempo: { $words }
details-validator = Validador
details-digest = Suma de verificación
details-expected = Suma esperada
details-response = Respuesta del servidor
details-category = Categoría
details-added = Añadido
details-finished = Terminado
details-retries = Intentos restantes
details-group = Grupo
details-priority = Prioridad
details-priority-hint = Lo que espera empieza en este orden.
details-priority-of = { $priority ->
    [0] 0 (primero)
    [5] 5 (normal)
    [10] 10 (último)
   *[other] { $priority }
}
details-metered = En una red de uso medido
details-metered-as-set = como en los ajustes
details-metered-allowed = continúa
details-metered-refused = espera
details-wifi = Solo por wifi o cable
details-options-over = Ya ha terminado: no queda nada por ajustar.
details-metadata = Nota
details-headers = Cabeceras de la respuesta
details-close = Cerrar los detalles
details-summary = Resumen
details-source = Origen
details-options = Opciones
details-log = Registro
details-resize = Tamaño de los detalles
details-dock-right = Detalles a la derecha
details-dock-below = Detalles abajo
details-connections = Conexiones
details-connection-from = Parte
details-connection-there = Recibido
details-connection-speed = Velocidad
details-from = desde el { $where }
details-first-byte = Primer byte
details-proxy = Proxy
details-command = Comando
details-command-running = en marcha
details-command-unseen = Nadie vio su final.
details-command-exited = terminó con el código { $code }
details-command-killed = terminado por la señal { $signal }
details-command-not-started = no se pudo iniciar: { $why }
details-digest-checked = { $name }, comprobado
details-digest-expected = { $name } que debe tener el archivo
details-digest-copy = Copiar la suma
details-digest-copied = Copiado.
details-digest-compare = Comparar con
details-digest-paste = Pegue una suma para comparar
details-digest-equal = Igual: es la misma suma.
details-digest-different = Distinta: no es la suma del mismo archivo.
details-digest-other = Esto es { $other }; de este archivo solo se conoce { $name }.
details-digest-unreadable = Esto no es una suma.

ago-now = ahora
ago-seconds = hace { $seconds } s
ago-minutes = hace { $minutes } min
and-also = { ", " }

## What happened

log-added = { $by ->
    [window] Añadido en esta ventana
    [command] Añadido con el comando haul
    [daemon] Añadido por un programa
    [bus] Añadido por un programa a través del bus
    [library] Añadido por un programa que lleva Haul dentro
   *[nobody] Añadido
}
log-started = Empezado: pregunta al servidor
log-redirected = Redirigido a { $to }
log-no-parts = El servidor solo da este archivo de una pieza
log-begun-anew = Empezado de nuevo: el servidor tiene ahora un archivo distinto del que se había empezado
log-verified = El archivo tiene la suma que debe tener
log-command-begun = Ha empezado el comando para el archivo terminado
log-sealed = Completo; espera a los demás de su lote
log-stopped = Detenido; espera su turno
log-resumed = Continuado
log-paused = En pausa
log-paused-by-haul = En pausa hasta que vuelva la red
log-waits = Lo intentará otra vez
log-waits-until = Lo intentará otra vez a las { $time }
log-edited = Cambiado: { $what }
log-trait = { $trait ->
    [address] dirección
    [limit] límite de velocidad
    [lanes] conexiones
    [link] redes
    [place] nombre y lugar
    [group] grupo
   *[other] { $trait }
}
log-completed = Terminado
log-not-found = El servidor no tiene ese archivo
log-failed = Fallido
log-canceled = Cancelado
