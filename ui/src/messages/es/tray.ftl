## Tray, launcher and what is said without a window

tray-show = Mostrar
tray-add-copied = Añadir desde el portapapeles
tray-pause-all = Pausar todo
tray-resume-all = Reanudar todo
tray-limit = Límite de velocidad: { $now }
tray-limit-none = ninguno
tray-no-limit = Sin límite
tray-task-running = { $name } (en curso)
tray-task-waiting = { $name } (en espera)
tray-task-paused = { $name } (en pausa)
tray-task-ready = { $name } (terminada)
tray-task-failed = { $name } (fallida)
tray-task-canceled = { $name } (cancelada)
tray-quit = Salir
tray-running = { $count ->
    [one] 1 en curso
    [many] { $count } en curso
    *[other] { $count } en curso
} · { $speed }
tray-paused = { $count ->
    [one] 1 en pausa
    [many] { $count } en pausa
    *[other] { $count } en pausa
}
tray-waiting = { $count ->
    [one] 1 en espera
    [many] { $count } en espera
    *[other] { $count } en espera
}
tray-idle = Nada que hacer

## Buttons of notifications

notice-ready = { $name } está listo
notice-failed = No se pudo descargar { $name }
notice-show = Mostrar
notice-open = Abrir
notice-reveal = Mostrar en la carpeta
notice-retry = Reintentar
notice-pause = Pausar
notice-resume = Reanudar
notice-cancel = Cancelar

## Dialogs of the toolkit

choose-files = Elegir archivos para subir
choose-folder = Elegir una carpeta para las descargas
choose-settings = Elegir un archivo de ajustes
choose-settings-place = Guardar los ajustes en un archivo
ask-open-title = ¿Abrir «{ $name }»?
ask-open-body = { $kind } Procede de { $origin }. Ábralo solo si confía en su procedencia.
ask-open-unknown = un servidor desconocido
ask-open-yes = Abrir
ask-open-no = No abrir
