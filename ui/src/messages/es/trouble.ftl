## Trouble

lost-title = El motor de Haul no responde
lost-body = Sus descargas están a salvo en el disco y continúan donde se detuvieron. Haul sigue intentándolo; si esto no cambia, salga y vuelva a iniciarlo.
lost-short = El motor de Haul no responde. Lo que ve puede estar anticuado.
lost-retry = Reintentar
