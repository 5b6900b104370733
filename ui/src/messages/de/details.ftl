## Details

details-none = Wählen Sie einen Download aus, um seine Details zu sehen.
details-kind = Art
details-file = Datei
details-answer = Antwort
details-answer-binary = { $size }, die kein Text sind
details-answer-more = … und { $count } weitere Zeilen
details-address = Adresse
details-redirects = Weitergeleitet zu
details-path = Pfad
details-size = Größe
details-parts = Teile
parts-words = { $count ->
    [0] { $percent }, alle Teile sind da
    [one] { $percent }, 1 Teil fehlt noch
    *[other] { $percent }, { $shown } Teile fehlen noch
}
details-limit = Begrenzung
details-limit-none = keine
details-limit-hint = Gilt sofort.
details-limit-bad = Schreiben Sie eine Geschwindigkeit wie 500K oder 2M.
details-lanes = Verbindungen
details-lanes-auto = automatisch
details-lanes-hint = Gilt sofort, wo der Server es zulässt.
details-lanes-bad = Eine ganze Zahl von 1 bis 32.
details-speed-now = jetzt { $rate }, höchstens { $top }
details-speed-top = höchstens { $top }
details-speed-at = { $rate } um { $time }
details-speed-chart = Geschwindigkeit im Lauf der Zeit: { $words }
details-validator = Kennung der Fassung
details-digest = Prüfsumme
details-expected = Erwartete Prüfsumme
details-response = Serverantwort
details-category = Kategorie
details-added = Hinzugefügt
details-finished = Abgeschlossen
details-retries = Verbleibende Versuche
details-group = Gruppe
details-priority = Priorität
details-priority-hint = Wartende beginnen in dieser Reihenfolge.
details-priority-of = { $priority ->
    [0] 0 (zuerst)
    [5] 5 (üblich)
    [10] 10 (zuletzt)
   *[other] { $priority }
}
details-metered = In einem getakteten Netz
details-metered-as-set = wie in den Einstellungen
details-metered-allowed = läuft weiter
details-metered-refused = wartet
details-wifi = Nur über WLAN oder Kabel
details-options-over = Dies ist abgeschlossen: Es gibt nichts mehr einzustellen.
details-metadata = Notiz
details-headers = Kopfzeilen der Antwort
details-close = Details schließen
details-summary = Übersicht
details-source = Quelle
details-options = Optionen
details-log = Verlauf
details-resize = Größe der Details
details-dock-right = Details rechts
details-dock-below = Details unten
details-connections = Verbindungen
details-connection-from = Teil
details-connection-there = Empfangen
details-connection-speed = Geschwindigkeit
details-from = ab { $where }
details-first-byte = Erstes Byte
details-proxy = Proxy
details-command = Befehl
details-command-running = läuft
details-command-unseen = Niemand hat sein Ende gesehen.
details-command-exited = mit Code { $code } beendet
details-command-killed = durch Signal { $signal } beendet
details-command-not-started = konnte nicht gestartet werden: { $why }
details-digest-checked = { $name }, geprüft
details-digest-expected = { $name }, die die Datei haben muss
details-digest-copy = Prüfsumme kopieren
details-digest-copied = Kopiert.
details-digest-compare = Vergleichen mit
details-digest-paste = Prüfsumme zum Vergleichen einfügen
details-digest-equal = Gleich: Dies ist dieselbe Prüfsumme.
details-digest-different = Verschieden: Dies ist nicht die Prüfsumme derselben Datei.
details-digest-other = Dies ist { $other }; von dieser Datei ist nur { $name } bekannt.
details-digest-unreadable = Dies ist keine Prüfsumme.

ago-now = jetzt
ago-seconds = vor { $seconds } s
ago-minutes = vor { $minutes } min
and-also = { ", " }

## What happened

log-added = { $by ->
    [window] In diesem Fenster hinzugefügt
    [command] Mit dem Befehl haul hinzugefügt
    [daemon] Von einem Programm hinzugefügt
    [bus] Von einem Programm über den Bus hinzugefügt
    [library] Von einem Programm hinzugefügt, das Haul in sich hat
   *[nobody] Hinzugefügt
}
log-started = Begonnen: fragt den Server
log-redirected = Weitergeleitet zu { $to }
log-no-parts = Der Server gibt diese Datei nur in einem Stück her
log-begun-anew = Neu begonnen: Der Server hat jetzt eine andere Datei als die begonnene
log-verified = Die Datei hat die Prüfsumme, die sie haben muss
log-command-begun = Der Befehl für die fertige Datei hat begonnen
log-sealed = Vollständig; wartet auf die anderen ihres Stapels
log-stopped = Angehalten; wartet, bis sie an der Reihe ist
log-resumed = Fortgesetzt
log-paused = Pausiert
log-paused-by-haul = Pausiert, bis das Netz wieder da ist
log-waits = Versucht es noch einmal
log-waits-until = Versucht es um { $time } noch einmal
log-edited = Geändert: { $what }
log-trait = { $trait ->
    [address] Adresse
    [limit] Begrenzung
    [lanes] Verbindungen
    [link] Netze
    [place] Name und Ort
    [group] Gruppe
   *[other] { $trait }
}
log-completed = Abgeschlossen
log-not-found = Der Server hat keine solche Datei
log-failed = Fehlgeschlagen
log-canceled = Abgebrochen
