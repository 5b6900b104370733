## Drop

drop-title = Suelte para añadir
drop-body = Los enlaces van primero al diálogo; nada empieza por sí solo.
drop-files-title = Suelte para subir
drop-files-body = Primero dice usted adónde; nada se envía por sí solo.
drop-both-body = Los enlaces se ofrecen para descargar y los archivos para subir; nada empieza por sí solo.
drop-refused = Estos no son archivos que se puedan enviar: { $names }. Suelte enlaces o archivos.
