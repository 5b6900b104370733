## Upload

upload-files = Dateien
upload-choose = Dateien auswählen …
upload-none = Wählen Sie Dateien aus, oder legen Sie sie hier ab.
upload-sum = { $count ->
    [one] 1 Datei, { $size }
    *[other] { $count } Dateien, { $size }
}
upload-leave-out = { $name } auslassen
upload-url = Adresse
upload-url-bad = Das ist keine Adresse. Sie sieht aus wie https://example.org/upload
upload-form = Wie gesendet wird
upload-form-multipart = Als Formular
upload-form-multipart-hint = Alle Dateien in einer Anfrage, wie eine Webseite sie senden würde.
upload-form-binary = Wie sie sind
upload-form-binary-hint = Eine Anfrage für jede Datei, ohne etwas darum herum.
upload-fields = Felder des Formulars
upload-fields-hint = Eines pro Zeile, etwa album=Sommer; ihre Werte werden danach nicht angezeigt.
upload-fields-bad = Diese Zeile ist kein name=wert: { $text }
upload-resume = Nach einer Unterbrechung
upload-resume-never = Von vorn beginnen
upload-resume-draft = Fortsetzen (resumable uploads, IETF-Entwurf)
upload-resume-tus = Fortsetzen (tus 1.0)
upload-resume-hint = Nur was der Server fortsetzen kann, lässt sich anhalten.
upload-method = Methode
upload-field = Feld der Dateien
upload-field-hint = Leer bedeutet file, bei mehreren Dateien ihre Namen.
upload-later-hint = Nimmt das Hochladen in die Liste auf, ohne es zu starten.
upload-refused = { $name }: { $why }
upload-done = { $count ->
    [one] 1 Hochladevorgang hinzugefügt
    *[other] { $count } Hochladevorgänge hinzugefügt
}
