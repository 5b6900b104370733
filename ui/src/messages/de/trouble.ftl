## Trouble

lost-title = Der Dienst von Haul antwortet nicht
lost-body = Ihre Downloads sind auf dem Datenträger sicher und machen weiter, wo sie aufgehört haben. Haul versucht es weiter; wenn das so bleibt, beenden Sie Haul und starten Sie es neu.
lost-short = Der Dienst von Haul antwortet nicht. Was Sie sehen, ist vielleicht veraltet.
lost-retry = Erneut versuchen
