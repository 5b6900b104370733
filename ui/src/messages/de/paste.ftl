## Einfügen

paste-list = Liste öffnen …
paste-list-long = { $name } ist zu lang für eine Liste.
paste-list-none = { $name } enthält keinen Text mit Links.
paste-torrent-file = { $name } ist ein Torrent. Haul holt Dateien nur von Webservern; ein BitTorrent-Programm öffnet ihn.
paste-torrents = { $count ->
    [one] 1 Link ist ein Torrent: Haul holt diese kleine Datei, nicht das, wofür sie steht.
    *[other] { $count } Links sind Torrents: Haul holt diese kleinen Dateien, nicht das, wofür sie stehen.
}
paste-magnets = { $count ->
    [one] 1 Magnet-Link bleibt weg: Er braucht ein BitTorrent-Programm.
    *[other] { $count } Magnet-Links bleiben weg: Sie brauchen ein BitTorrent-Programm.
}
paste-patterns = { $count ->
    [one] Muster ausfüllen: 1 Link
    *[other] Muster ausfüllen: { $count } Links
}
paste-patterns-hint = Sonst bedeuten die Klammern, was sie sind: { $link }
paste-too-many = { $count } Links sind zu viele auf einmal. Das Muster darf höchstens { $most } ergeben.
paste-carried = { $url } wird so geholt, wie der Befehl es sagt: { $what }
paste-carried-more = { $count ->
    [one] … und 1 weiterer
    *[other] … und { $count } weitere
}
paste-headers = { $count ->
    [one] 1 Kopfzeile
    *[other] { $count } Kopfzeilen
}
paste-secrets = { $count ->
    [one] 1 Geheimnis, ungezeigt
    *[other] { $count } Geheimnisse, ungezeigt
}
paste-body = { $count ->
    [one] ein Inhalt von 1 Zeichen
    *[other] ein Inhalt von { $count } Zeichen
}
paste-forget = Nur die Adresse nehmen
paste-refused-insecure = Der Befehl sagt { $option } und würde damit jedem Server trauen. Haul prüft Zertifikate: Zum Fortfahren entfernen.
paste-refused-file = Der Befehl liest eine Datei ({ $option }), was Haul nicht für ihn tun kann. Den Text selbst einsetzen.
paste-refused-form = Der Befehl sendet Dateien oder ein Formular ({ $option }). Dafür gibt es die Uploads.
paste-refused-head = Der Befehl fragt nur nach Kopfzeilen ({ $option }); es gibt nichts herunterzuladen.
paste-refused-method = Der Befehl verwendet die Methode { $option }, mit der nichts heruntergeladen wird.
paste-refused-option = Haul kennt { $option } aus diesem Befehl nicht. Entfernen, wenn der Download auch ohne geht.
paste-refused-several = Der Befehl nennt mehrere Adressen. Jeder eine eigene Zeile geben.
paste-refused-none = Darin steht keine Webadresse, die sich holen ließe.
paste-refused-variable = Der Befehl braucht eine Shell für das, was mit $ oder ` beginnt. Den Wert selbst einsetzen.
paste-refused-unclosed = Der Befehl endet mitten in Anführungszeichen. Vollständig kopieren.
paste-refused-windows = Der Befehl ist für die Windows-Eingabeaufforderung geschrieben. „Als cURL kopieren (bash)“ wählen.
