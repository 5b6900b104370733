## Trouble

lost-title = Haul’s engine does not answer
lost-body = Your downloads are safe on disk and go on where they stopped. Haul keeps trying; if this stays, quit and start it again.
lost-short = Haul’s engine does not answer. What you see may be out of date.
lost-retry = Try again
