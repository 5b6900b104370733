## Shortcuts

keys-add = Añadir descargas
keys-paste = Añadir los enlaces del portapapeles
keys-search = Buscar
keys-settings = Ajustes
keys-quit = Salir
keys-help = Esta lista
keys-toggle = Pausar o reanudar
keys-primary = Abrir, reanudar o reintentar
keys-reveal = Mostrar en la carpeta
keys-remove = Quitar
keys-details = Mostrar u ocultar los detalles
keys-all = Seleccionar todo
keys-move = Subir o bajar
keys-extend = Ampliar la selección
keys-window = En cualquier parte
keys-list = En la lista
key-space = Espacio
