## Settings

settings-title = Einstellungen
settings-search = Einstellungen durchsuchen
settings-sections = Abschnitte
settings-everywhere = In allen Einstellungen
settings-found = { $count ->
    [0] Keine Einstellung gefunden
    [one] 1 Einstellung gefunden
    *[other] { $count } Einstellungen gefunden
}
settings-none = Keine Einstellung passt zu „{ $text }“.
settings-saved = Gespeichert
settings-saved-one = Gespeichert: { $name }
settings-reset = Vorgabe für { $name } verwenden
settings-slider = { $name }, Schieberegler
settings-no-rate = Schreiben Sie eine Geschwindigkeit wie 500 kB/s oder 2 MB/s, oder nichts für unbegrenzt.
settings-choose-folder = Auswählen …
settings-folder-usual = Der Download-Ordner des Systems
settings-to-groups = Gruppen und Warteschlangen …
settings-folders = Ordner
settings-network = Netzwerk
settings-limits = Begrenzungen
settings-queue = Warteschlange
settings-notifications = Benachrichtigungen
settings-notify-words = Wörter in geschweiften Klammern werden ersetzt: { "{filename} {displayName} {metadata} {progress} {networkSpeed} {timeRemaining}" }
settings-proxies = Proxys
settings-proxy-now = Jetzt verwendet: { $proxy }
settings-credentials = Zugangsdaten
settings-appearance = Erscheinungsbild
settings-keyboard = Tastatur
settings-keyboard-words = tastenkürzel tasten shortcuts
settings-startup = Start
settings-startup-note = „Beenden“, im Menü des Benachrichtigungsfelds oder mit Strg+Q, beendet Haul; alles wird gesichert und geht beim nächsten Start weiter.
settings-advanced = Erweitert
unit-mib = MiB
unit-seconds = Sekunden
unit-milliseconds = ms
unit-rate = Bytes/s
unit-percent = %
unit-days = Tage

## Logins

settings-logins = Gespeicherte Anmeldungen
settings-logins-words = zugangsdaten benutzername passwort anmelden login
logins-hint = Passwörter kommen in den Passwortspeicher; kein Fenster zeigt sie wieder.
logins-none = Noch keine. Haul fragt, wenn ein Server eine verlangt.
logins-user = { $user }
logins-proxy-user = { $user } an diesem Proxy
logins-add = Anmeldung hinzufügen
logins-replace = Ersetzen
logins-replace-one = Die Anmeldung für { $place } ersetzen
logins-forget = Vergessen
logins-forget-one = Die Anmeldung für { $place } vergessen
logins-place = Server oder Proxy
logins-place-hint = Etwa https://files.example.org; nur Schema, Server und Port zählen.
logins-name = Benutzername
logins-password = Passwort
logins-is-proxy = Es ist ein Proxy
logins-open = Über unverschlüsseltes http senden
logins-open-hint = Jeder auf dem Weg kann es lesen; sonst bleibt das Passwort hier.
logins-store = Speichern

## Settings as a file

settings-file = Einstellungen mitnehmen
settings-file-hint = Alle Einstellungen als eine Datei, für einen anderen Rechner oder als Kopie. Sie enthält keine Passwörter; der Befehl liest sie mit haul settings apply --file.
settings-file-words = importieren exportieren sicherung datei import export backup
file-export = Exportieren …
file-import = Importieren …
file-written = Die Einstellungen sind geschrieben.
file-same = In der Datei steht, was schon gilt.
file-changes = { $count ->
    [one] Die Datei ändert eine Einstellung:
    *[other] Die Datei ändert { $count } Einstellungen:
}
file-nothing = nichts
file-take = Übernehmen
file-taken = { $count ->
    [0] Nichts wurde übernommen.
    [one] Eine Einstellung wurde übernommen.
    *[other] { $count } Einstellungen wurden übernommen.
}
file-refused = { $name }: { $why }

## Each setting with one sentence

set-language = Sprache
set-language-hint = Des Fensters und des Benachrichtigungsfelds; was ein Server sagt, bleibt, wie es ist.
set-language-system = Wie im System
set-download_folder = Download-Ordner
set-download_folder-hint = Wohin Dateien kommen, wenn nichts anderes gesagt ist; leer bedeutet den Download-Ordner des Systems.
set-max_running = Downloads gleichzeitig
set-max_running-hint = Wie viele gleichzeitig laufen dürfen, 1 bis 1000.
set-max_running_per_host = Gleichzeitig von einem Server
set-max_running_per_host-hint = Bewahrt einen einzelnen Server vor Andrang; 0 bedeutet unbegrenzt.
set-max_running_per_group = Gleichzeitig in einer Gruppe
set-max_running_per_group-hint = Verhindert, dass eine Gruppe alle Plätze belegt; 0 bedeutet unbegrenzt.
set-queue_paused = Warteschlange anhalten
set-queue_paused-hint = Wartende Downloads beginnen nicht; laufende machen weiter.
set-start_interval = Zeit zwischen zwei Starts
set-start_interval-hint = Bei 0 beginnen Downloads sofort.
set-retries = Versuche nach einem Fehler
set-retries-hint = Wie oft ein Download nach einer vorübergehenden Störung erneut versucht wird, 0 bis 10.
set-lanes = Verbindungen für eine Datei
set-lanes-hint = Höchstens so viele, 1 bis 32; Haul verwendet so viele davon, wie sich lohnen.
set-min_speed = Mindestgeschwindigkeit
set-min_speed-hint = Eine Verbindung, die langsamer bleibt, wird aufgegeben und neu versucht; 0 bedeutet keine.
set-connect_timeout = Zeit, um einen Server zu erreichen
set-connect_timeout-hint = Nach dieser Zeit ohne Verbindung wartet der Download und versucht es erneut, 1 bis 600.
set-stall_timeout = Zeit ohne ein Byte
set-stall_timeout-hint = Nach dieser Zeit gilt eine stumme Verbindung als tot, 1 bis 600.
set-max_seconds = Längste Dauer eines Downloads
set-max_seconds-hint = So lange dürfen alle Versuche eines Downloads zusammen dauern; 0 bedeutet beliebig lange.
set-keep_records = Beendete Downloads in der Liste
set-keep_records-hint = So viele der letzten bleiben, ihre Dateien immer; 0 behält alle.
set-keep_days = Zeit in der Liste
set-keep_days-hint = Ein Download, der vor längerer Zeit endete, verlässt die Liste, seine Datei bleibt; 0 behält ihn für immer.
set-limit_rate = Geschwindigkeitsbegrenzung
set-limit_rate-hint = Alles zusammen bleibt darunter, in allen Gruppen.
set-limit_rate_per_task = Begrenzung jedes Downloads
set-limit_rate_per_task-hint = Für Downloads ohne eigene Begrenzung; leer bedeutet unbegrenzt.
set-group_limits = Begrenzungen von Gruppen
set-group_limits-hint = Sie stehen bei jeder Gruppe, neben ihrem Ordner und ihrer Warteschlange.
set-limit_schedule = Begrenzung nach Uhrzeit
set-limit_schedule-hint = Zu diesen Stunden gilt eine andere Begrenzung als sonst.
set-disk_reserve = Auf jedem Datenträger freihalten
set-disk_reserve-hint = Kein Download belegt diesen Platz; bei 0 darf er alles belegen.
set-skip_existing = Vorhandene Dateien überspringen
set-skip_existing-hint = Wenn unter dem Namen schon eine Datei da ist; bei 0 MiB wird jede übersprungen.
set-skip_existing-word = Nie
set-skip_existing-number = Wenn größer als
set-skip_existing-amount = Dateien überspringen, die größer sind als
set-proxy = Proxy
set-proxy-hint = Etwa http://proxy.example:3128 oder socks5h://127.0.0.1:1080; none geht direkt, leer folgt der Umgebung und dem System.
set-no_proxy = Ohne den Proxy
set-no_proxy-hint = Server, die direkt erreicht werden, etwa example.org, 10.0.0.0/8.
set-netrc = Passwortdatei
set-netrc-hint = Eine netrc-Datei, die nur Sie lesen können, etwa ~/.netrc; leer bedeutet keine.
set-extra_certificates = Zusätzliche Zertifikate
set-extra_certificates-hint = Eine PEM-Datei oder ein Ordner davon mit Zertifizierungsstellen, denen neben denen des Systems vertraut wird; leer bedeutet keine.
set-metered = Getaktete Netzwerke
set-metered-hint = Ob Downloads ohne eigene Angabe ein getaktetes oder mobiles Netzwerk verwenden.
set-metered-allow = Verwenden
set-metered-hold = Auf ein anderes warten
set-wifi_mode = Auf WLAN oder Kabel warten
set-wifi_mode-hint = Welche Downloads mobile Netzwerke meiden.
set-wifi_mode-as_set_by_task = Die es selbst sagen
set-wifi_mode-for_all_tasks = Alle
set-wifi_mode-for_no_tasks = Keine
set-reschedule_running = Laufende Downloads folgen sofort
set-reschedule_running-hint = Wenn sich die Regeln für Netzwerke ändern; sonst enden laufende Downloads so, wie sie begannen.
set-notify_running = Während des Ladens
set-notify_running-hint = Erscheint mit dem Fortschritt eines laufenden Downloads; leer zeigt nichts.
set-notify_complete = Wenn abgeschlossen
set-notify_complete-hint = Erscheint, wenn eine Datei vollständig ist; leer zeigt nichts.
set-notify_failed = Wenn fehlgeschlagen
set-notify_failed-hint = Erscheint, wenn ein Download nicht weiterkommt; leer zeigt nichts.
set-notify_paused = Wenn angehalten
set-notify_paused-hint = Erscheint, wenn ein Download angehalten wird; leer zeigt nichts.
set-notify_tap_opens = Ein Klick öffnet die Datei
set-notify_tap_opens-hint = Was ein Klick auf die Benachrichtigung eines abgeschlossenen Downloads tut.
set-notify_sound = Mit Ton
set-notify_sound-hint = Das Ende eines Downloads ist auch zu hören, wo das System Töne abspielt.
set-start_with_session = Mit der Sitzung starten
set-start_with_session-hint = Haul wartet nach der Anmeldung ohne Fenster im Benachrichtigungsfeld und macht weiter, wo es war.
set-closing = Wenn das Fenster geschlossen wird
set-closing-hint = Übertragungen gehen im Benachrichtigungsfeld weiter, oder alles wird gesichert und Haul beendet.
set-closing-tray = Im Benachrichtigungsfeld bleiben
set-closing-quit = Beenden
set-stay_awake = Rechner wach halten
set-stay_awake-hint = Er geht nicht in Bereitschaft, solange etwas übertragen wird, und darf es wieder, sobald nichts mehr läuft.
set-launcher_progress = Fortschritt im Starter
set-launcher_progress-hint = Wie weit alles ist und wie viele laufen, auf dem Symbol von Haul im Dock oder in der Taskleiste.
set-watch_clipboard = Kopierte Links anbieten
set-watch_clipboard-hint = Solange dieses Fenster offen ist, und nur Web-Links. Nichts, was Sie kopieren, wird aufbewahrt.
set-theme = Farbschema
set-theme-hint = Die Farben des Fensters.
set-theme-system = Wie im System
set-theme-light = Hell
set-theme-dark = Dunkel
set-density = Dichte
set-density-hint = Wie eng Zeilen und Knöpfe stehen.
set-density-comfortable = Bequem
set-density-compact = Kompakt
set-text_size = Textgröße
set-text_size-hint = Für allen Text im Fenster, 80 bis 160 Prozent der üblichen.
