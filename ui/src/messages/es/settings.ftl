## Settings

settings-title = Ajustes
settings-search = Buscar en los ajustes
settings-sections = Secciones
settings-everywhere = En todos los ajustes
settings-found = { $count ->
    [0] Ningún ajuste encontrado
    [one] 1 ajuste encontrado
    [many] { $count } de ajustes encontrados
    *[other] { $count } ajustes encontrados
}
settings-none = Ningún ajuste coincide con «{ $text }».
settings-saved = Guardado
settings-saved-one = Guardado: { $name }
settings-reset = Usar el valor predeterminado de { $name }
settings-slider = { $name }, control deslizante
settings-no-rate = Escriba una velocidad como 500 kB/s o 2 MB/s, o nada para no limitar.
settings-choose-folder = Elegir…
settings-folder-usual = La carpeta de descargas del escritorio
settings-to-groups = Grupos y colas…
settings-folders = Carpetas
settings-network = Red
settings-limits = Límites
settings-queue = Cola
settings-notifications = Notificaciones
settings-notify-words = Las palabras entre llaves se rellenan: { "{filename} {displayName} {metadata} {progress} {networkSpeed} {timeRemaining}" }
settings-proxies = Proxies
settings-proxy-now = En uso ahora: { $proxy }
settings-credentials = Credenciales
settings-appearance = Apariencia
settings-keyboard = Teclado
settings-keyboard-words = atajos teclas shortcuts
settings-startup = Inicio
settings-startup-note = «Salir», en el menú de la bandeja o con Ctrl+Q, termina Haul; todo se guarda y continúa en el próximo inicio.
settings-advanced = Avanzado
unit-mib = MiB
unit-seconds = segundos
unit-milliseconds = ms
unit-rate = bytes/s
unit-percent = %
unit-days = días

## Logins

settings-logins = Sesiones guardadas
settings-logins-words = credenciales usuario contraseña iniciar sesión login
logins-hint = Las contraseñas van al almacén de contraseñas; ninguna ventana las vuelve a mostrar.
logins-none = Ninguna todavía. Haul pregunta cuando un servidor la pide.
logins-user = { $user }
logins-proxy-user = { $user } en este proxy
logins-add = Añadir una sesión
logins-replace = Reemplazar
logins-replace-one = Reemplazar la sesión de { $place }
logins-forget = Olvidar
logins-forget-one = Olvidar la sesión de { $place }
logins-place = Servidor o proxy
logins-place-hint = Como https://files.example.org; solo cuentan el esquema, el servidor y el puerto.
logins-name = Nombre de usuario
logins-password = Contraseña
logins-is-proxy = Es un proxy
logins-open = Enviarla por http sin cifrar
logins-open-hint = Cualquiera puede leerla por el camino; sin esto, la contraseña se queda aquí.
logins-store = Guardar

## Settings as a file

settings-file = Llevarse los ajustes
settings-file-hint = Todos los ajustes en un archivo, para otro equipo o como copia. No contiene contraseñas; la orden lo lee con haul settings apply --file.
settings-file-words = importar exportar copia de seguridad archivo import export backup
file-export = Exportar…
file-import = Importar…
file-written = Los ajustes están escritos.
file-same = El archivo dice lo que ya vale.
file-changes = { $count ->
    [one] El archivo cambia un ajuste:
    [many] El archivo cambia { $count } de ajustes:
    *[other] El archivo cambia { $count } ajustes:
}
file-nothing = nada
file-take = Aplicar
file-taken = { $count ->
    [0] No se aplicó nada.
    [one] Se aplicó un ajuste.
    [many] Se aplicaron { $count } de ajustes.
    *[other] Se aplicaron { $count } ajustes.
}
file-refused = { $name }: { $why }

## Each setting with one sentence

set-language = Idioma
set-language-hint = De la ventana y la bandeja; lo que dice un servidor se queda como está.
set-language-system = Como en el escritorio
set-download_folder = Carpeta de descargas
set-download_folder-hint = Adónde van los archivos si no se dice otra cosa; vacío significa la carpeta de descargas del escritorio.
set-max_running = Descargas a la vez
set-max_running-hint = Cuántas pueden estar en marcha al mismo tiempo, de 1 a 1000.
set-max_running_per_host = A la vez de un servidor
set-max_running_per_host-hint = Evita saturar un único servidor; 0 significa sin límite.
set-max_running_per_group = A la vez en un grupo
set-max_running_per_group-hint = Evita que un grupo ocupe todos los puestos; 0 significa sin límite.
set-queue_paused = Retener la cola
set-queue_paused-hint = Las descargas en espera no empiezan; las que están en marcha continúan.
set-start_interval = Tiempo entre dos inicios
set-start_interval-hint = Con 0 las descargas empiezan al momento.
set-retries = Intentos tras un fallo
set-retries-hint = Cuántas veces se reintenta una descarga tras un problema pasajero, de 0 a 10.
set-lanes = Conexiones por archivo
set-lanes-hint = Como máximo, de 1 a 32; Haul usa tantas como valgan la pena.
set-min_speed = Velocidad mínima
set-min_speed-hint = Una conexión que sigue más lenta se abandona y se reintenta; 0 significa ninguna.
set-connect_timeout = Tiempo para llegar a un servidor
set-connect_timeout-hint = Pasado este tiempo sin conexión, la descarga espera y se reintenta, de 1 a 600.
set-stall_timeout = Tiempo sin un byte
set-stall_timeout-hint = Pasado este tiempo, una conexión callada se da por muerta, de 1 a 600.
set-max_seconds = Duración máxima de una descarga
set-max_seconds-hint = Lo que pueden durar juntos todos los intentos de una descarga; 0 significa cualquier duración.
set-keep_records = Descargas terminadas en la lista
set-keep_records-hint = Se conservan tantas de las últimas, y sus archivos siempre; 0 las conserva todas.
set-keep_days = Tiempo en la lista
set-keep_days-hint = Una descarga que terminó hace más tiempo sale de la lista y su archivo se conserva; 0 la mantiene para siempre.
set-limit_rate = Límite de velocidad
set-limit_rate-hint = Todo junto se mantiene por debajo, en todos los grupos.
set-limit_rate_per_task = Límite de cada descarga
set-limit_rate_per_task-hint = Para las descargas sin límite propio; vacío significa sin límite.
set-group_limits = Límites de los grupos
set-group_limits-hint = Se fijan en cada grupo, junto a su carpeta y su cola.
set-limit_schedule = Límite según la hora
set-limit_schedule-hint = A estas horas otro límite reemplaza al habitual.
set-disk_reserve = Dejar libre en cada disco
set-disk_reserve-hint = Ninguna descarga usa este espacio; con 0 puede usarlo todo.
set-skip_existing = Omitir archivos que ya están
set-skip_existing-hint = Cuando ya hay un archivo con ese nombre; con 0 MiB se omiten todos.
set-skip_existing-word = Nunca
set-skip_existing-number = Cuando superan
set-skip_existing-amount = Omitir archivos mayores de
set-proxy = Proxy
set-proxy-hint = Como http://proxy.example:3128 o socks5h://127.0.0.1:1080; none va directo, vacío sigue el entorno y el escritorio.
set-no_proxy = Sin el proxy
set-no_proxy-hint = Servidores a los que se llega directamente, como example.org, 10.0.0.0/8.
set-netrc = Archivo de contraseñas
set-netrc-hint = Un archivo netrc que solo usted pueda leer, como ~/.netrc; vacío significa ninguno.
set-extra_certificates = Certificados adicionales
set-extra_certificates-hint = Un archivo PEM, o una carpeta con ellos, de autoridades en las que confiar además de las del sistema; vacío significa ninguno.
set-metered = Redes de uso medido
set-metered-hint = Si las descargas que no dicen nada usan una red de uso medido o móvil.
set-metered-allow = Usarlas
set-metered-hold = Esperar otra
set-wifi_mode = Esperar wifi o cable
set-wifi_mode-hint = Qué descargas evitan las redes móviles.
set-wifi_mode-as_set_by_task = Las que lo digan
set-wifi_mode-for_all_tasks = Todas
set-wifi_mode-for_no_tasks = Ninguna
set-reschedule_running = Las descargas en marcha obedecen al momento
set-reschedule_running-hint = Cuando cambian las reglas de las redes; si no, las descargas en marcha terminan como empezaron.
set-notify_running = En marcha
set-notify_running-hint = Se muestra con el progreso de una descarga en marcha; vacío no muestra nada.
set-notify_complete = Al terminar
set-notify_complete-hint = Se muestra cuando un archivo está completo; vacío no muestra nada.
set-notify_failed = Al fallar
set-notify_failed-hint = Se muestra cuando una descarga no puede seguir; vacío no muestra nada.
set-notify_paused = Al pausar
set-notify_paused-hint = Se muestra cuando se pausa una descarga; vacío no muestra nada.
set-notify_tap_opens = Un clic abre el archivo
set-notify_tap_opens-hint = Lo que hace un clic en la notificación de una descarga terminada.
set-notify_sound = Con un sonido
set-notify_sound-hint = El final de una descarga también se oye, donde el escritorio reproduce sonidos.
set-start_with_session = Iniciar con la sesión
set-start_with_session-hint = Tras iniciar sesión, Haul espera en la bandeja sin ventana y continúa donde estaba.
set-closing = Al cerrar la ventana
set-closing-hint = Las transferencias continúan en la bandeja, o se guarda todo y Haul termina.
set-closing-tray = Quedar en la bandeja
set-closing-quit = Salir
set-stay_awake = Mantener el equipo despierto
set-stay_awake-hint = No se suspende mientras se transfiere algo, y puede volver a hacerlo en cuanto no haya nada.
set-launcher_progress = Progreso en el lanzador
set-launcher_progress-hint = Cuánto lleva todo y cuántas están en marcha, en el icono de Haul del muelle o la barra de tareas.
set-watch_clipboard = Ofrecer enlaces copiados
set-watch_clipboard-hint = Mientras esta ventana está abierta: solo enlaces web. No se guarda nada de lo que copia.
set-theme = Tema
set-theme-hint = Los colores de la ventana.
set-theme-system = Como en el escritorio
set-theme-light = Claro
set-theme-dark = Oscuro
set-density = Densidad
set-density-hint = Lo juntas que están las filas y los botones.
set-density-comfortable = Cómoda
set-density-compact = Compacta
set-text_size = Tamaño del texto
set-text_size-hint = De todo el texto de la ventana, del 80 al 160 por ciento del habitual.
