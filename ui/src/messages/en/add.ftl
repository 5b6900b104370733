## Add

add-title-download = Add downloads
add-title-upload = Upload files
add-title-request = Ask a server
add-tabs = What to add
add-tab-download = Downloads
add-tab-upload = Uploads
add-tab-request = Requests
add-do-download = Download
add-do-upload = Upload
add-do-request = Send
add-together = Add as one batch
add-together-hint = Shows how far all of them are together, and stops or goes on with all at once.
add-batch-name = Name of the batch
add-atomic = All or nothing
add-atomic-hint = No file appears before all are whole; if one cannot be had, none is kept.
add-urls = URLs
add-urls-hint = Paste or drop anything that has links in it, or a curl command. [001-100] and {"{"}a,b{"}"} stand for many.
add-found = { $count ->
    [0] No link yet
    [one] 1 link
    *[other] { $count } links
}
add-repeated = { $count ->
    [one] 1 repeated link is left out.
    *[other] { $count } repeated links are left out.
}
add-ignored = Not a link: { $text }
add-ignored-more = Not links: { $text } and { $count } more
add-folder = Folder
add-more = More options
add-name = File name
add-name-hint = Leave empty to use the server’s name.
add-name-one = A name can be given for one link at a time.
add-checksum = Checksum
add-checksum-hint = Like sha-256=1f3a…; the file is checked before it gets its name.
add-checksum-one = A checksum can be given for one link at a time.
add-group = Group
add-priority = Priority
add-priority-hint = 0 comes first, 10 last.
add-headers = Header lines
add-headers-hint = One a line, like Referer: https://example.org/
add-headers-bad = This line has no colon: { $text }
add-lanes = Connections
add-lanes-hint = 1 to 32.
add-lanes-auto = automatic
add-lanes-bad = A whole number, 1 to 32.
add-number-bad = A whole number above 0.
add-rare = Rarely needed
add-rare-source = The file
add-rare-rules = What is allowed
add-mirrors = Other addresses of the same file
add-mirrors-hint = One a line. Haul fetches from all of them and leaves those that are slow or have another file.
add-mirrors-one = Other addresses can be given for one link at a time.
add-checksum-from = File with the checksum
add-checksum-from-hint = An address, or an ending of the link’s own, such as .sha256.
add-size = Size in bytes
add-size-hint = A file of another size is refused.
add-size-one = A size can be given for one link at a time.
add-seconds = Time limit in seconds
add-seconds-hint = Over all tries together.
add-secrets = Secret header lines
add-secrets-hint = Like X-Api-Key: …, one a line.
add-access = Sign-in, cookies, proxy
add-access-note = Goes to the first server only, is kept with your other secrets, and is shown nowhere afterwards.
add-user = User name
add-user-bad = A user name cannot have a colon in it.
add-user-missing = Give a user name with the password.
add-password = Password
add-token = Access token
add-token-hint = Sent as Authorization: Bearer …
add-cookies = Cookies
add-cookies-hint = The text of a cookies.txt, or a line such as session=1f3a; theme=dark
add-cookies-bad = This is neither the text of a cookies.txt nor a line such as session=1f3a
add-proxy = Proxy
add-proxy-hint = Like socks5://127.0.0.1:1080, or none. Empty means as it is set for all.
add-strict = Fail instead of starting over
add-strict-hint = When the file has changed meanwhile, or the server cannot continue it.
add-decode = Unpack gzip
add-decode-hint = Asks the server to send the file packed, and unpacks it on the way.
add-downgrade = Follow to unencrypted http
add-downgrade-hint = Otherwise a redirect from https to http ends the download.
add-unmarked = Do not mark the file
add-unmarked-hint = Otherwise the file remembers the address it came from.
add-later = Start later
add-later-hint = Puts the downloads in the list without starting them.
add-refused = { $url }: { $why }
add-done = { $count ->
    [one] 1 download added
    *[other] { $count } downloads added
}
