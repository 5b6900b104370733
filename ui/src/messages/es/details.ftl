## Details

details-none = Seleccione una descarga para ver sus detalles.
details-status = Estado
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
details-limit-bad = Escriba una velocidad como 500K o 2M.
details-lanes = Conexiones
details-lanes-auto = automático
details-lanes-bad = Un número entero de 1 a 32.
details-speed-now = { $rate } ahora, { $top } como máximo
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
details-metadata = Nota
details-headers = Cabeceras de la respuesta
details-close = Cerrar los detalles
