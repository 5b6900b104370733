## First run

empty-title = Hier ist noch nichts
empty-body = Haul lädt Dateien herunter und wird damit fertig, was auch dazwischenkommt.
empty-add = Selbst eingeben
empty-paste = Links einfügen
empty-drop = Hier ablegen
empty-drop-what = Links oder Dateien
empty-commands = findet alles, was Haul kann
empty-filter = Keine Downloads
empty-filter-body = In diesem Teil der Liste ist gerade nichts.
empty-filter-all = Alle anzeigen
empty-search = Nichts passt zu „{ $text }“
empty-search-body = Gesucht wird in Namen und Adressen.
search-clear = Suche leeren
