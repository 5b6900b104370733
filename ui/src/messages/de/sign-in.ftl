## Sign in

sign-in-title = Anmelden
sign-in-for = Für
sign-in-user = Benutzername
sign-in-password = Passwort
sign-in-kept = Kommt in den Passwortspeicher und nur zu diesem Ort; es wird nie wieder angezeigt.
sign-in-open = Über unverschlüsseltes http senden
sign-in-open-hint = Jeder auf dem Weg kann es lesen; sonst bleibt das Passwort hier.
sign-in-proxy = Der Proxy verlangt es
sign-in-proxy-place = Proxy
sign-in-proxy-place-hint = Etwa http://proxy.example:3128.
sign-in-do = Anmelden und erneut versuchen
