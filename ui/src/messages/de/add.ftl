## Add

add-title-download = Downloads hinzufügen
add-title-upload = Dateien hochladen
add-title-request = Einen Server anfragen
add-tabs = Was hinzugefügt wird
add-tab-download = Herunterladen
add-tab-upload = Hochladen
add-tab-request = Anfragen
add-do-download = Herunterladen
add-do-upload = Hochladen
add-do-request = Senden
add-together = Als einen Stapel hinzufügen
add-together-hint = Zeigt, wie weit alle zusammen sind, und hält alle auf einmal an oder setzt sie fort.
add-batch-name = Name des Stapels
add-atomic = Alles oder nichts
add-atomic-hint = Keine Datei erscheint, bevor alle vollständig sind; ist eine nicht zu bekommen, wird keine behalten.
add-urls = Adressen
add-urls-hint = Fügen Sie irgendetwas ein, das Links enthält, oder legen Sie es hier ab.
add-found = { $count ->
    [0] Noch kein Link
    [one] 1 Link
    *[other] { $count } Links
}
add-repeated = { $count ->
    [one] 1 doppelter Link wird ausgelassen.
    *[other] { $count } doppelte Links werden ausgelassen.
}
add-ignored = Kein Link: { $text }
add-ignored-more = Keine Links: { $text } und { $count } weitere
add-folder = Ordner
add-more = Weitere Optionen
add-name = Dateiname
add-name-hint = Leer lassen, um den Namen des Servers zu verwenden.
add-name-one = Ein Name kann nur für einen einzelnen Link angegeben werden.
add-checksum = Prüfsumme
add-checksum-hint = Etwa sha-256=1f3a …; die Datei wird geprüft, bevor sie ihren Namen bekommt.
add-checksum-one = Eine Prüfsumme kann nur für einen einzelnen Link angegeben werden.
add-group = Gruppe
add-priority = Priorität
add-priority-hint = 0 kommt zuerst, 10 zuletzt.
add-headers = Kopfzeilen
add-headers-hint = Eine pro Zeile, etwa Referer: https://example.org/
add-headers-bad = Diese Zeile enthält keinen Doppelpunkt: { $text }
add-lanes = Verbindungen
add-lanes-hint = 1 bis 32.
add-lanes-auto = automatisch
add-lanes-bad = Eine ganze Zahl von 1 bis 32.
add-number-bad = Eine ganze Zahl über 0.
add-rare = Selten gebraucht
add-rare-source = Die Datei
add-rare-rules = Was erlaubt ist
add-mirrors = Weitere Adressen derselben Datei
add-mirrors-hint = Eine pro Zeile. Haul lädt von allen und verzichtet auf die, die langsam sind oder eine andere Datei haben.
add-mirrors-one = Weitere Adressen können nur für einen einzelnen Link angegeben werden.
add-checksum-from = Datei mit der Prüfsumme
add-checksum-from-hint = Eine Adresse oder eine Endung der eigenen Adresse des Links, etwa .sha256.
add-size = Größe in Bytes
add-size-hint = Eine Datei anderer Größe wird abgelehnt.
add-size-one = Eine Größe kann nur für einen einzelnen Link angegeben werden.
add-seconds = Zeitgrenze in Sekunden
add-seconds-hint = Für alle Versuche zusammen.
add-secrets = Geheime Kopfzeilen
add-secrets-hint = Etwa X-Api-Key: …, eine pro Zeile.
add-access = Anmeldung, Cookies, Proxy
add-access-note = Geht nur an den ersten Server, wird bei Ihren übrigen Geheimnissen aufbewahrt und danach nirgends angezeigt.
add-user = Benutzername
add-user-bad = Ein Benutzername darf keinen Doppelpunkt enthalten.
add-user-missing = Geben Sie zum Passwort einen Benutzernamen an.
add-password = Passwort
add-token = Zugriffstoken
add-token-hint = Wird als Authorization: Bearer … gesendet
add-cookies = Cookies
add-cookies-hint = Der Text einer cookies.txt oder eine Zeile wie session=1f3a; theme=dark
add-cookies-bad = Das ist weder der Text einer cookies.txt noch eine Zeile wie session=1f3a
add-proxy = Proxy
add-proxy-hint = Etwa socks5://127.0.0.1:1080 oder none. Leer bedeutet: wie für alle eingestellt.
add-strict = Fehlschlagen statt von vorn beginnen
add-strict-hint = Wenn sich die Datei inzwischen geändert hat oder der Server sie nicht fortsetzen kann.
add-decode = gzip entpacken
add-decode-hint = Bittet den Server, die Datei gepackt zu senden, und entpackt sie unterwegs.
add-downgrade = Weiterleitung zu unverschlüsseltem http folgen
add-downgrade-hint = Sonst beendet eine Weiterleitung von https zu http den Download.
add-unmarked = Die Datei nicht kennzeichnen
add-unmarked-hint = Sonst merkt sich die Datei die Adresse, von der sie kam.
add-later = Später beginnen
add-later-hint = Nimmt die Downloads in die Liste auf, ohne sie zu starten.
add-refused = { $url }: { $why }
add-done = { $count ->
    [one] 1 Download hinzugefügt
    *[other] { $count } Downloads hinzugefügt
}
