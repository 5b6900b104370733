## Paste

paste-list = Liste öffnen …
paste-list-long = { $name } ist zu lang für eine Liste.
paste-list-none = { $name } enthält keinen Text mit Links.
paste-torrent-file = { $name } ist ein Torrent. Haul lädt nur von Webservern; ein BitTorrent-Programm öffnet ihn.
paste-torrents = { $count ->
    [one] 1 Link ist ein Torrent: Haul lädt diese kleine Datei, nicht das, wofür sie steht.
    *[other] { $count } Links sind Torrents: Haul lädt diese kleinen Dateien, nicht das, wofür sie stehen.
}
paste-magnets = { $count ->
    [one] 1 Magnet-Link wird ausgelassen: Er braucht ein BitTorrent-Programm.
    *[other] { $count } Magnet-Links werden ausgelassen: Sie brauchen ein BitTorrent-Programm.
}
paste-patterns = { $count ->
    [one] Muster ausfüllen: 1 Link
    *[other] Muster ausfüllen: { $count } Links
}
paste-patterns-hint = Sonst bedeuten Klammern, was sie sind: { $link }
paste-too-many = { $count } Links sind zu viele auf einmal. Engen Sie das Muster auf höchstens { $most } ein.
paste-carried = { $url } geht so, wie sein Befehl es sagt: { $what }
paste-carried-more = { $count ->
    [one] … und 1 weiterer
    *[other] … und { $count } weitere
}
paste-headers = { $count ->
    [one] 1 Kopfzeile
    *[other] { $count } Kopfzeilen
}
paste-secrets = { $count ->
    [one] 1 Geheimnis, ungesehen aufbewahrt
    *[other] { $count } Geheimnisse, ungesehen aufbewahrt
}
paste-body = { $count ->
    [one] ein Inhalt von 1 Zeichen
    *[other] ein Inhalt von { $count } Zeichen
}
paste-forget = Nur die Adresse nehmen
paste-refused-insecure = Der Befehl sagt { $option } und würde damit jedem Server vertrauen. Haul prüft Zertifikate: Entfernen Sie das, um fortzufahren.
paste-refused-file = Der Befehl liest eine Datei ({ $option }), was Haul nicht für ihn tun kann. Setzen Sie den Text selbst ein.
paste-refused-form = Der Befehl sendet Dateien oder ein Formular ({ $option }). Verwenden Sie dafür „Hochladen“.
paste-refused-head = Der Befehl fragt nur nach Kopfzeilen ({ $option }); es gibt also nichts herunterzuladen.
paste-refused-method = Der Befehl verwendet die Methode { $option }, mit der nichts heruntergeladen wird.
paste-refused-option = Haul kennt { $option } dieses Befehls nicht. Entfernen Sie es, wenn der Download auch ohne geht.
paste-refused-several = Der Befehl nennt mehrere Adressen. Geben Sie jeder eine eigene Zeile.
paste-refused-none = Es ist keine Webadresse darin, die sich laden ließe.
paste-refused-variable = Der Befehl braucht eine Shell für das, was mit $ oder ` beginnt. Setzen Sie den Wert selbst ein.
paste-refused-unclosed = Der Befehl endet mitten in Anführungszeichen. Kopieren Sie ihn ganz.
paste-refused-windows = Der Befehl ist für die Windows-Befehlszeile geschrieben. Wählen Sie „Als cURL kopieren (bash)“.
