## Shortcuts

keys-add = Downloads hinzufügen
keys-paste = Die Links aus der Zwischenablage hinzufügen
keys-search = Suchen
keys-settings = Einstellungen
keys-quit = Beenden
keys-help = Diese Liste
keys-toggle = Anhalten oder fortsetzen
keys-primary = Öffnen, fortsetzen oder erneut versuchen
keys-reveal = Im Ordner anzeigen
keys-remove = Entfernen
keys-details = Details ein- oder ausblenden
keys-all = Alles auswählen
keys-move = Nach oben oder unten
keys-extend = Auswahl erweitern
keys-window = Überall
keys-list = In der Liste
key-space = Leertaste
