## Row actions

pause = Pausar
resume = Reanudar
cancel = Cancelar
retry = Reintentar
sign-in = Iniciar sesión…
new-address = Dirección nueva…
open = Abrir
show-in-folder = Mostrar en la carpeta
remove = Quitar
answer = Mostrar la respuesta
pause-loses-upload = Este servidor no puede continuar una subida: tras una pausa empezaría de nuevo.
pause-loses = Este servidor no puede continuar un archivo: con una pausa se perdería lo que ya está aquí.
