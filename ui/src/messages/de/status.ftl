## Status, one word or two

status-enqueued = Wartend
status-held = Nicht begonnen
status-running = Läuft
status-waiting_to_retry = Wird wiederholt
status-paused = Angehalten
status-complete = Abgeschlossen
status-not_found = Nicht gefunden
status-failed = Fehlgeschlagen
status-canceled = Abgebrochen
phase-connecting = Verbindet
phase-transferring = Lädt herunter
phase-transferring-upload = Lädt hoch
phase-transferring-request = Fragt an
phase-verifying = Prüft die Datei
phase-processing = Schließt ab
phase-placing = Bringt an Ort und Stelle

waiting-queue = Die Warteschlange ist angehalten
waiting-network = Wartet auf ein anderes Netzwerk
waiting-host = Geht in { $time } weiter: Der Server bittet zu warten
waiting-host-soon = Geht gleich weiter: Der Server bittet zu warten
waiting-siblings = Bereit; wartet auf die übrigen des Stapels
to-host = an { $host }
request-to = { $method ->
    [none] Anfrage an { $host }
    *[other] { $method }-Anfrage an { $host }
}
kind-download = Herunterladen
kind-upload = Hochladen
kind-request = Anfrage
