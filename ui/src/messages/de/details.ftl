## Details

details-none = Wählen Sie einen Download aus, um seine Details zu sehen.
details-status = Status
details-kind = Art
details-file = Datei
details-answer = Antwort
details-answer-binary = { $size }, die kein Text sind
details-answer-more = … und { $count } weitere Zeilen
details-address = Adresse
details-redirects = Weitergeleitet zu
details-path = Pfad
details-size = Größe
details-parts = Teile
parts-words = { $count ->
    [0] { $percent }, alle Teile sind da
    [one] { $percent }, 1 Teil fehlt noch
    *[other] { $percent }, { $shown } Teile fehlen noch
}
details-limit = Begrenzung
details-limit-none = keine
details-limit-bad = Schreiben Sie eine Geschwindigkeit wie 500K oder 2M.
details-lanes = Verbindungen
details-lanes-auto = automatisch
details-lanes-bad = Eine ganze Zahl von 1 bis 32.
details-speed-now = jetzt { $rate }, höchstens { $top }
details-validator = Kennung der Fassung
details-digest = Prüfsumme
details-expected = Erwartete Prüfsumme
details-response = Serverantwort
details-category = Kategorie
details-added = Hinzugefügt
details-finished = Abgeschlossen
details-retries = Verbleibende Versuche
details-group = Gruppe
details-priority = Priorität
details-metadata = Notiz
details-headers = Kopfzeilen der Antwort
details-close = Details schließen
