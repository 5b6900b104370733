## Closing

close-title = Soll Haul weiterlaufen?
close-body = { $count ->
    [0] Gerade wird nichts heruntergeladen. Auf diesem Desktop gibt es kein Symbol im Benachrichtigungsfeld; minimiert bleibt Haul deshalb in Reichweite.
    [one] 1 Download läuft. Minimiert setzt Haul ihn fort; nach dem Beenden wartet er, bis Sie Haul wieder starten.
    *[other] { $count } Downloads laufen. Minimiert setzt Haul sie fort; nach dem Beenden warten sie, bis Sie Haul wieder starten.
}
close-quit = Beenden
close-minimize = Minimieren
