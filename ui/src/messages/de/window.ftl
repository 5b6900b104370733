## Toolbar

add = Hinzufügen
pause-all = Alle anhalten
resume-all = Alle fortsetzen
queue-hold = Warteschlange anhalten
queue-go-on = Warteschlange fortsetzen
queue-on-hold = Warteschlange angehalten
queue-hold-hint = Die Warteschlange anhalten: Wartende Aufgaben beginnen nicht; laufende machen weiter.
queue-held-hint = Die Warteschlange ist angehalten. Drücken, damit wartende Aufgaben beginnen.
queue-held-said = Die Warteschlange ist angehalten
queue-goes-on-said = Die Warteschlange läuft weiter
settings = Einstellungen
search = Suchen
search-hint = Namen und Adressen
shortcuts = Tastenkürzel
