## Drop

drop-title = Zum Hinzufügen ablegen
drop-body = Die Links kommen zuerst in den Dialog; nichts beginnt von selbst.
drop-files-title = Zum Hochladen ablegen
drop-files-body = Sie bestimmen zuerst, wohin; nichts wird von selbst gesendet.
drop-both-body = Links werden zum Herunterladen angeboten, Dateien zum Hochladen; nichts beginnt von selbst.
drop-refused = Das sind keine Dateien, die sich senden lassen: { $names }. Legen Sie Links oder Dateien ab.
