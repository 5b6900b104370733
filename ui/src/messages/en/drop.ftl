## Drop

drop-title = Drop to add
drop-body = The links go to the add dialog first; nothing starts by itself.
drop-files-title = Drop to upload
drop-files-body = You say where to first; nothing is sent by itself.
drop-both-body = Links are offered for download and files for upload; nothing starts by itself.
drop-refused = These are no files to send: { $names }. Drop links or files.
