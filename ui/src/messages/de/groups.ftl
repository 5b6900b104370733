## Groups and queues

groups-title = Gruppen und Warteschlangen
groups-new = Neue Gruppe
groups-make = Hinzufügen
groups-made = Die Gruppe { $group } ist da
groups-forget = Vergessen
groups-forgotten = Was für { $group } galt, ist vergessen
groups-renamed = { $group } heißt jetzt { $to }
groups-none = Noch keine Gruppe. Downloads, die eine nennen, legen sie an, oder Sie benennen sie hier.
groups-as-set = Wie eingestellt
groups-running = { $count } laufen
groups-waiting = { $count } warten
groups-tasks = { $count ->
    [one] 1 Download
    *[other] { $shown } Downloads
}
groups-held = Die Warteschlange ist angehalten: Was wartet, beginnt nicht; was läuft, macht weiter.
groups-rate = Geschwindigkeitsbegrenzung
groups-rate-hint = Alle Downloads der Gruppe zusammen bleiben darunter.
groups-folder = Ordner
groups-folder-hint = Wohin ihre Downloads kommen, die keinen nennen; leer bedeutet: wie in den Einstellungen.
groups-max_running = Gleichzeitig
groups-max_running-hint = Wie viele der Gruppe gleichzeitig laufen dürfen; 0 bedeutet unbegrenzt, leer: wie in den Einstellungen.
groups-weight = Gewicht
groups-weight-hint = Ihr Anteil, wenn Gruppen mehr wollen, als da ist: 20 bekommt doppelt so viel wie 10. 1 bis 100.
groups-start_interval = Zeit zwischen zwei Starts
groups-start_interval-hint = Bei 0 beginnen ihre Downloads sofort.
groups-retries = Versuche nach einem Fehler
groups-retries-hint = Für ihre Downloads ohne eigene Zahl, 0 bis 10; leer bedeutet: wie in den Einstellungen.
groups-metered = Getaktete Netzwerke
groups-metered-hint = Ob ihre Downloads ohne eigene Angabe ein getaktetes oder mobiles Netzwerk verwenden.
groups-metered-as_set = Wie in den Einstellungen
groups-metered-allowed = Verwenden
groups-metered-refused = Auf ein anderes warten
