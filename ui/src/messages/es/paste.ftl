## Paste

paste-list = Abrir una lista…
paste-list-long = { $name } es demasiado largo para una lista.
paste-list-none = { $name } no contiene texto con enlaces.
paste-torrent-file = { $name } es un torrent. Haul descarga solo de servidores web; lo abre un programa de BitTorrent.
paste-torrents = { $count ->
    [one] 1 enlace es un torrent: Haul descarga ese archivo pequeño, no lo que representa.
    [many] { $count } de enlaces son torrents: Haul descarga esos archivos pequeños, no lo que representan.
    *[other] { $count } enlaces son torrents: Haul descarga esos archivos pequeños, no lo que representan.
}
paste-magnets = { $count ->
    [one] Se omite 1 enlace magnet: necesita un programa de BitTorrent.
    [many] Se omiten { $count } de enlaces magnet: necesitan un programa de BitTorrent.
    *[other] Se omiten { $count } enlaces magnet: necesitan un programa de BitTorrent.
}
paste-patterns = { $count ->
    [one] Rellenar los patrones: 1 enlace
    [many] Rellenar los patrones: { $count } de enlaces
    *[other] Rellenar los patrones: { $count } enlaces
}
paste-patterns-hint = De lo contrario, corchetes y llaves significan lo que son: { $link }
paste-too-many = { $count } enlaces son demasiados a la vez. Reduzca el patrón a { $most } como máximo.
paste-carried = { $url } va como dice su orden: { $what }
paste-carried-more = { $count ->
    [one] … y 1 más
    [many] … y { $count } más
    *[other] … y { $count } más
}
paste-headers = { $count ->
    [one] 1 cabecera
    [many] { $count } de cabeceras
    *[other] { $count } cabeceras
}
paste-secrets = { $count ->
    [one] 1 secreto, guardado sin mostrarse
    [many] { $count } de secretos, guardados sin mostrarse
    *[other] { $count } secretos, guardados sin mostrarse
}
paste-body = { $count ->
    [one] un cuerpo de 1 carácter
    [many] un cuerpo de { $count } de caracteres
    *[other] un cuerpo de { $count } caracteres
}
paste-forget = Tomar solo la dirección
paste-refused-insecure = La orden dice { $option }, que confiaría en cualquier servidor. Haul comprueba los certificados: quítelo para continuar.
paste-refused-file = La orden lee un archivo ({ $option }), y Haul no puede hacerlo por ella. Ponga el texto mismo ahí.
paste-refused-form = La orden envía archivos o un formulario ({ $option }). Use «Subidas» para eso.
paste-refused-head = La orden solo pide cabeceras ({ $option }), así que no hay nada que descargar.
paste-refused-method = La orden usa el método { $option }, con el que no se descarga nada.
paste-refused-option = Haul no conoce { $option } de esta orden. Quítelo si la descarga funciona sin ello.
paste-refused-several = La orden nombra varias direcciones. Dé a cada una su propia línea.
paste-refused-none = No contiene ninguna dirección web que se pueda descargar.
paste-refused-variable = La orden necesita un intérprete para lo que empieza por $ o `. Ponga el valor mismo ahí.
paste-refused-unclosed = La orden termina dentro de unas comillas. Cópiela entera.
paste-refused-windows = La orden está escrita para la línea de órdenes de Windows. Elija «Copiar como cURL (bash)».
