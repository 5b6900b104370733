## Words of every dialog

close = Schließen
cancel-dialog = Abbrechen
dismiss = Ausblenden
