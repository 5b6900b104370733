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
