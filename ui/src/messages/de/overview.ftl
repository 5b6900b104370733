## Overview

overview = Überblick
overview-speed = Geschwindigkeit von allem
overview-speed-now = jetzt { $rate }
overview-speed-top = höchstens { $top } in den letzten Minuten
overview-chart = Geschwindigkeit von allem im Lauf der Zeit: { $words }
overview-today = Heute
overview-all-time = Seit { $day }
overview-all-time-none = Insgesamt
overview-received = Empfangen
overview-sent = Gesendet
overview-fetched = { $count ->
    [one] 1 Download abgeschlossen
   *[other] { $shown } Downloads abgeschlossen
}
overview-uploaded = { $count ->
    [one] 1 Upload abgeschlossen
   *[other] { $shown } Uploads abgeschlossen
}
overview-space = Speicherplatz
overview-space-free = { $free } von { $size } frei
overview-space-tasks = { $count ->
    [one] 1 Download schreibt hier
   *[other] { $shown } Downloads schreiben hier
}
overview-hosts = Server
overview-hosts-none = Gerade bewegt sich nichts.
overview-host = Server
overview-host-tasks = Aufgaben
overview-host-connections = Verbindungen
overview-host-speed = Geschwindigkeit
overview-loading = Wird gezählt …
