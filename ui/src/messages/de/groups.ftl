## Limits of a group

limits-title = Begrenzungen von { $group }
limits-rate = Geschwindigkeit höchstens
limits-rate-hint = Alle Aufgaben der Gruppe zusammen, etwa 500K oder 2M.
limits-most = Gleichzeitig
limits-most-hint = Wie viele der Gruppe gleichzeitig laufen dürfen.
limits-most-none = wie in den Einstellungen
limits-most-bad = Eine ganze Zahl oder nichts.
limits-do = Festlegen
