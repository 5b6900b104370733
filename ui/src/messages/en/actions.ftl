## Row actions

pause = Pause
resume = Resume
cancel = Cancel
retry = Retry
sign-in = Sign in…
new-address = New address…
open = Open
show-in-folder = Show in folder
remove = Remove
answer = Show the answer
pause-loses-upload = This server cannot continue an upload, so a pause would begin it again.
pause-loses = This server cannot continue a file, so a pause would lose what is here.
