## List

tasks = Aufgaben
list-sort = Sortieren nach
sort-newest = Neueste zuerst
sort-oldest = Älteste zuerst
sort-name = Name
sort-size = Größte zuerst
sort-queue = Reihenfolge der Warteschlange
details = Details
selected = { $count } ausgewählt
row-loading = Wird geladen
row-actions = Aktionen

## What helps

help-now = Jetzt versuchen
help-again = Erneut versuchen
help-over = Von vorn beginnen
help-folder = Anderer Ordner …
help-name = Anderer Name …

## Menu of a row, and several rows at once

row-menu = Was damit geschehen soll
row-menu-many = { $count ->
    [one] Was mit dem ausgewählten geschehen soll
    *[other] Was mit den { $shown } ausgewählten geschehen soll
}
menu-details = Details
menu-copy = { $count ->
    [one] Adresse kopieren
    *[other] Adressen kopieren
}
menu-batch = Den Stapel anzeigen
menu-first = Ganz nach oben
menu-sooner = Nach oben
menu-later = Nach unten
menu-last = Ganz nach unten
menu-elsewhere = Anderswo noch einmal hinzufügen …
menu-erase = Mit Datei entfernen
copied = { $count ->
    [one] Die Adresse ist in der Zwischenablage.
    *[other] { $shown } Adressen sind in der Zwischenablage.
}
moved-said = { $count ->
    [one] In der Warteschlange verschoben
    *[other] { $shown } in der Warteschlange verschoben
}
select-bar = Ausgewählte Downloads
select-none = Auswahl aufheben

keys-erase = Mit Datei entfernen
keys-menu = Menü der Zeile
keys-copy = Adressen kopieren
keys-mark = Eine mehr oder weniger auswählen
keys-none = Auswahl aufheben
keys-sooner = In der Warteschlange nach oben
keys-later = In der Warteschlange nach unten
keys-undo = Letztes Entfernen rückgängig machen

## Columns

columns = Spalten
columns-table = Tabelle
columns-width = Breite von { $column }
column-name = Name
column-status = Status
column-progress = Fortschritt
column-size = Größe
column-speed = Tempo
column-left = Restzeit
column-added = Hinzugefügt
column-finished = Beendet
column-host = Server
column-group = Gruppe
column-priority = Vorrang
sort-finished = Zuletzt beendet
