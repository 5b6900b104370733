## New address

address-title = Neue Adresse
address-url = Adresse derselben Datei
address-keeps = { $size } sind schon da. Sie bleiben, und Haul macht dort weiter, wenn die neue Adresse dieselbe Datei hat.
address-nothing = Noch ist nichts da; der Download beginnt an der neuen Adresse.
address-do = Verwenden und erneut versuchen
