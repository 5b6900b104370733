## Row actions

pause = Anhalten
resume = Fortsetzen
cancel = Abbrechen
retry = Erneut versuchen
sign-in = Anmelden …
new-address = Neue Adresse …
open = Öffnen
show-in-folder = Im Ordner anzeigen
remove = Entfernen
answer = Antwort anzeigen
pause-loses-upload = Dieser Server kann ein Hochladen nicht fortsetzen; nach dem Anhalten begänne es von vorn.
pause-loses = Dieser Server kann eine Datei nicht fortsetzen; beim Anhalten ginge verloren, was schon da ist.
