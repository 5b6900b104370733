## Toolbar

add = Hinzufügen
pause-all = Alle anhalten
resume-all = Alle fortsetzen
queue-hold = Warteschlange zurückhalten
queue-go-on = Warteschlange freigeben
queue-on-hold = Warteschlange zurückgehalten
queue-hold-hint = Die Warteschlange zurückhalten: Wartende Aufgaben beginnen nicht; laufende machen weiter.
queue-held-hint = Die Warteschlange ist zurückgehalten. Drücken, damit wartende Aufgaben beginnen.
queue-held-said = Die Warteschlange ist zurückgehalten
queue-goes-on-said = Die Warteschlange läuft weiter
settings = Einstellungen
search = Suchen
search-hint = Namen und Adressen durchsuchen
shortcuts = Tastenkürzel
