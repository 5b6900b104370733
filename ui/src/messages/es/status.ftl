## Status, one word or two

status-enqueued = En cola
status-held = Sin iniciar
status-running = En marcha
status-waiting_to_retry = Se reintentará
status-paused = En pausa
status-complete = Terminado
status-not_found = No encontrado
status-failed = Fallido
status-canceled = Cancelado
phase-connecting = Conectando
phase-transferring = Descargando
phase-transferring-upload = Subiendo
phase-transferring-request = Preguntando
phase-verifying = Comprobando el archivo
phase-processing = Terminando
phase-placing = Colocando en su sitio

waiting-queue = Su cola está retenida
waiting-network = Espera otra red
waiting-host = Sigue en { $time }: el servidor pidió esperar
waiting-host-soon = Sigue enseguida: el servidor pidió esperar
waiting-siblings = Listo; espera a los demás de su lote
to-host = a { $host }
request-to = { $method ->
    [none] Solicitud a { $host }
    *[other] Solicitud { $method } a { $host }
}
kind-download = Descarga
kind-upload = Subida
kind-request = Solicitud
