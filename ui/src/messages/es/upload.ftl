## Upload

upload-files = Archivos
upload-choose = Elegir archivos…
upload-none = Elija archivos o suéltelos aquí.
upload-sum = { $count ->
    [one] 1 archivo, { $size }
    [many] { $count } de archivos, { $size }
    *[other] { $count } archivos, { $size }
}
upload-leave-out = Omitir { $name }
upload-url = Dirección
upload-url-bad = Esto no es una dirección. Debe parecerse a https://example.org/upload
upload-form = Cómo se envían
upload-form-multipart = Como formulario
upload-form-multipart-hint = Todos los archivos en una solicitud, como los enviaría una página web.
upload-form-binary = Tal cual
upload-form-binary-hint = Una solicitud por archivo, sin nada alrededor.
upload-fields = Campos del formulario
upload-fields-hint = Uno por línea, como album=Verano; después no se muestran sus valores.
upload-fields-bad = Esta línea no es nombre=valor: { $text }
upload-resume = Tras una interrupción
upload-resume-never = Empezar de nuevo
upload-resume-draft = Continuar (resumable uploads, borrador del IETF)
upload-resume-tus = Continuar (tus 1.0)
upload-resume-hint = Solo se puede pausar lo que el servidor puede continuar.
upload-method = Método
upload-field = Campo de los archivos
upload-field-hint = Vacío significa file o, con varios archivos, sus nombres.
upload-later-hint = Pone la subida en la lista sin iniciarla.
upload-refused = { $name }: { $why }
upload-done = { $count ->
    [one] 1 subida añadida
    [many] { $count } de subidas añadidas
    *[other] { $count } subidas añadidas
}
