## Closing

close-title = Keep Haul running?
close-body = { $count ->
    [0] Nothing is downloading right now. There is no tray icon on this desktop, so a minimized window is how Haul stays within reach.
    [one] 1 download is active. Minimized, Haul goes on with it; after Quit it waits until you start Haul again.
    *[other] { $count } downloads are active. Minimized, Haul goes on with them; after Quit they wait until you start Haul again.
}
close-quit = Quit
close-minimize = Minimize
