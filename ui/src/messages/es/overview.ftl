## Overview

overview = Vista general
overview-speed = Velocidad de todo
overview-speed-now = { $rate } ahora
overview-speed-top = { $top } como máximo en los últimos minutos
overview-chart = Velocidad de todo a lo largo del tiempo: { $words }
overview-today = Hoy
overview-all-time = Desde el { $day }
overview-all-time-none = En total
overview-received = Recibido
overview-sent = Enviado
overview-fetched = { $count ->
    [one] 1 descarga terminada
    [many] { $shown } descargas terminadas
   *[other] { $shown } descargas terminadas
}
overview-uploaded = { $count ->
    [one] 1 subida terminada
    [many] { $shown } subidas terminadas
   *[other] { $shown } subidas terminadas
}
overview-space = Espacio
overview-space-free = { $free } libres de { $size }
overview-space-tasks = { $count ->
    [one] 1 descarga escribe aquí
    [many] { $shown } descargas escriben aquí
   *[other] { $shown } descargas escriben aquí
}
overview-hosts = Servidores
overview-hosts-none = Ahora mismo no se mueve nada.
overview-host = Servidor
overview-host-tasks = Tareas
overview-host-connections = Conexiones
overview-host-speed = Velocidad
overview-loading = Contando…
