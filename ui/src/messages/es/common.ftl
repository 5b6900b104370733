## Words of every dialog

close = Cerrar
cancel-dialog = Cancelar
dismiss = Descartar
