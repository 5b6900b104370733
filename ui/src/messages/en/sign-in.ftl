## Sign in

sign-in-title = Sign in
sign-in-for = For
sign-in-user = User name
sign-in-password = Password
sign-in-kept = Goes into the password store and to this place only; it is never shown again.
sign-in-open = Send it over unencrypted http
sign-in-open-hint = Anyone on the way can read it; without this, the password stays here.
sign-in-proxy = It is the proxy that asks
sign-in-proxy-place = Proxy
sign-in-proxy-place-hint = Such as http://proxy.example:3128.
sign-in-do = Sign in and try again
