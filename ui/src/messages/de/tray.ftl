## Tray, launcher and what is said without a window

tray-show = Anzeigen
tray-add-copied = Aus der Zwischenablage hinzufügen
tray-pause-all = Alle anhalten
tray-resume-all = Alle fortsetzen
tray-limit = Höchstgeschwindigkeit: { $now }
tray-limit-none = keine
tray-no-limit = Unbegrenzt
tray-task-running = { $name } (läuft)
tray-task-waiting = { $name } (wartet)
tray-task-paused = { $name } (angehalten)
tray-task-ready = { $name } (fertig)
tray-task-failed = { $name } (fehlgeschlagen)
tray-task-canceled = { $name } (abgebrochen)
tray-quit = Beenden
tray-running = { $count ->
    [one] 1 läuft
    *[other] { $count } laufen
} · { $speed }
tray-paused = { $count ->
    [one] 1 angehalten
    *[other] { $count } angehalten
}
tray-waiting = { $count ->
    [one] 1 wartet
    *[other] { $count } warten
}
tray-idle = Nichts zu tun

## Buttons of notifications

notice-ready = { $name } ist fertig
notice-failed = { $name } konnte nicht heruntergeladen werden
notice-show = Anzeigen
notice-open = Öffnen
notice-reveal = Im Ordner anzeigen
notice-retry = Erneut versuchen
notice-pause = Anhalten
notice-resume = Fortsetzen
notice-cancel = Abbrechen

## Dialogs of the toolkit

choose-files = Dateien zum Senden auswählen
choose-folder = Einen Ordner für Downloads auswählen
choose-settings = Eine Datei mit Einstellungen auswählen
choose-settings-place = Die Einstellungen in eine Datei schreiben
ask-open-title = „{ $name }“ öffnen?
ask-open-body = { $kind } Sie kam von { $origin }. Öffnen Sie sie nur, wenn Sie ihrer Herkunft vertrauen.
ask-open-unknown = einem unbekannten Server
ask-open-yes = Öffnen
ask-open-no = Nicht öffnen
