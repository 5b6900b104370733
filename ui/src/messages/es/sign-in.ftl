## Sign in

sign-in-title = Iniciar sesión
sign-in-for = Para
sign-in-user = Nombre de usuario
sign-in-password = Contraseña
sign-in-kept = Va al almacén de contraseñas y solo a este lugar; no se vuelve a mostrar nunca.
sign-in-open = Enviarla por http sin cifrar
sign-in-open-hint = Cualquiera puede leerla por el camino; sin esto, la contraseña se queda aquí.
sign-in-proxy = La pide el proxy
sign-in-proxy-place = Proxy
sign-in-proxy-place-hint = Como http://proxy.example:3128.
sign-in-do = Iniciar sesión y reintentar
