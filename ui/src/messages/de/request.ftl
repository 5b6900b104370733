## Request

request-url-bad = Das ist keine Adresse. Sie sieht aus wie https://example.org/api
request-body = Inhalt
request-body-form-hint = Ein Feld pro Zeile, etwa album=Sommer
request-content = Art des Inhalts
request-content-json = JSON
request-content-form = Felder eines Formulars
request-content-text = Reiner Text
request-json-bad = Das ist kein JSON. Prüfen Sie Klammern, Anführungszeichen und Kommas, oder senden Sie es als reinen Text.
request-later-hint = Nimmt die Anfrage in die Liste auf, ohne sie zu senden.
request-note = Die Antwort steht in den Details der Anfrage und bleibt in der Liste.
request-done = { $count ->
    [one] Anfrage gesendet
    *[other] { $count } Anfragen gesendet
}
