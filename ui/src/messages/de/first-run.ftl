## First run

empty-title = Hier ist noch nichts
empty-body = Haul lädt Dateien herunter und wird damit fertig, was auch dazwischenkommt.
empty-add = Links hinzufügen
empty-paste = Irgendwo einfügen
empty-drop = Links aus dem Browser hier ablegen
empty-filter = Keine Downloads
empty-filter-body = In diesem Teil der Liste ist gerade nichts.
empty-filter-all = Alle anzeigen
empty-search = Nichts passt zu „{ $text }“
empty-search-body = Gesucht wird in Namen und Adressen.
search-clear = Suche leeren
