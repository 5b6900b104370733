## Name and place

place-title = Name und Ort
place-name = Dateiname
place-runs = Der Download hält kurz an und geht unter dem neuen Namen weiter.
place-folder = Ordner
place-bound = Was schon da ist, liegt in diesem Ordner. Wählen Sie einen anderen, wenn der Download fertig ist.
place-group = Gruppe
place-groups = Vorhandene Gruppen
place-do = Ändern
menu-place = Umbenennen oder verschieben …
keys-rename = Umbenennen oder verschieben
group-name-title = Gruppe umbenennen
group-name = Name
group-name-hint = Ihre Downloads, Begrenzungen und Einstellungen bleiben bei ihr.
group-name-do = Umbenennen
group-rename = Umbenennen …
