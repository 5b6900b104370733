## Add

add-title-download = Añadir descargas
add-title-upload = Subir archivos
add-title-request = Preguntar a un servidor
add-tabs = Qué añadir
add-tab-download = Descargas
add-tab-upload = Subidas
add-tab-request = Solicitudes
add-do-download = Descargar
add-do-upload = Subir
add-do-request = Enviar
add-together = Añadir como un solo lote
add-together-hint = Muestra cuánto llevan entre todas y las detiene o las continúa todas a la vez.
add-batch-name = Nombre del lote
add-atomic = Todo o nada
add-atomic-hint = Ningún archivo aparece hasta que todos están completos; si falta uno, no se conserva ninguno.
add-urls = Direcciones
add-urls-hint = Pegue o suelte cualquier cosa que contenga enlaces.
add-found = { $count ->
    [0] Ningún enlace todavía
    [one] 1 enlace
    [many] { $count } de enlaces
    *[other] { $count } enlaces
}
add-repeated = { $count ->
    [one] Se omite 1 enlace repetido.
    [many] Se omiten { $count } de enlaces repetidos.
    *[other] Se omiten { $count } enlaces repetidos.
}
add-ignored = No es un enlace: { $text }
add-ignored-more = No son enlaces: { $text } y { $count } más
add-folder = Carpeta
add-more = Más opciones
add-name = Nombre del archivo
add-name-hint = Déjelo vacío para usar el nombre del servidor.
add-name-one = Solo se puede dar un nombre para un único enlace.
add-checksum = Suma de verificación
add-checksum-hint = Como sha-256=1f3a…; el archivo se comprueba antes de recibir su nombre.
add-checksum-one = Solo se puede dar una suma de verificación para un único enlace.
add-group = Grupo
add-priority = Prioridad
add-priority-hint = 0 va primero, 10 al final.
add-headers = Líneas de cabecera
add-headers-hint = Una por línea, como Referer: https://example.org/
add-headers-bad = Esta línea no tiene dos puntos: { $text }
add-lanes = Conexiones
add-lanes-hint = De 1 a 32.
add-lanes-auto = automático
add-lanes-bad = Un número entero de 1 a 32.
add-number-bad = Un número entero mayor que 0.
add-rare = Poco frecuentes
add-rare-source = El archivo
add-rare-rules = Lo que se permite
add-mirrors = Otras direcciones del mismo archivo
add-mirrors-hint = Una por línea. Haul descarga de todas y abandona las que son lentas o tienen otro archivo.
add-mirrors-one = Solo se pueden dar otras direcciones para un único enlace.
add-checksum-from = Archivo con la suma de verificación
add-checksum-from-hint = Una dirección, o una terminación de la del propio enlace, como .sha256.
add-size = Tamaño en bytes
add-size-hint = Un archivo de otro tamaño se rechaza.
add-size-one = Solo se puede dar un tamaño para un único enlace.
add-seconds = Tiempo máximo en segundos
add-seconds-hint = Entre todos los intentos.
add-secrets = Líneas de cabecera secretas
add-secrets-hint = Como X-Api-Key: …, una por línea.
add-access = Sesión, cookies, proxy
add-access-note = Va solo al primer servidor, se guarda con sus otros secretos y después no se muestra en ninguna parte.
add-user = Nombre de usuario
add-user-bad = Un nombre de usuario no puede contener dos puntos.
add-user-missing = Dé un nombre de usuario junto con la contraseña.
add-password = Contraseña
add-token = Token de acceso
add-token-hint = Se envía como Authorization: Bearer …
add-cookies = Cookies
add-cookies-hint = El texto de un cookies.txt, o una línea como session=1f3a; theme=dark
add-cookies-bad = Esto no es ni el texto de un cookies.txt ni una línea como session=1f3a
add-proxy = Proxy
add-proxy-hint = Como socks5://127.0.0.1:1080, o none. Vacío significa el que se usa para todo.
add-strict = Fallar en lugar de empezar de nuevo
add-strict-hint = Cuando el archivo ha cambiado entretanto o el servidor no puede continuarlo.
add-decode = Descomprimir gzip
add-decode-hint = Pide al servidor que envíe el archivo comprimido y lo descomprime por el camino.
add-downgrade = Seguir hacia http sin cifrar
add-downgrade-hint = De lo contrario, una redirección de https a http termina la descarga.
add-unmarked = No marcar el archivo
add-unmarked-hint = De lo contrario, el archivo recuerda la dirección de la que vino.
add-later = Empezar más tarde
add-later-hint = Pone las descargas en la lista sin iniciarlas.
add-refused = { $url }: { $why }
add-done = { $count ->
    [one] 1 descarga añadida
    [many] { $count } de descargas añadidas
    *[other] { $count } descargas añadidas
}
