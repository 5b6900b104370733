## Request

request-url-bad = Esto no es una dirección. Debe parecerse a https://example.org/api
request-body = Cuerpo
request-body-form-hint = Un campo por línea, como album=Verano
request-content = Contenido
request-content-json = JSON
request-content-form = Campos de un formulario
request-content-text = Texto sin formato
request-json-bad = Esto no es JSON. Revise corchetes, comillas y comas, o envíelo como texto sin formato.
request-later-hint = Pone la solicitud en la lista sin enviarla.
request-note = La respuesta se muestra en los detalles de la solicitud y se conserva en la lista.
request-done = { $count ->
    [one] Solicitud enviada
    [many] { $count } de solicitudes enviadas
    *[other] { $count } solicitudes enviadas
}
