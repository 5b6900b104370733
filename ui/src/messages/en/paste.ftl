## Paste

paste-list = Open a list…
paste-list-long = { $name } is too long for a list.
paste-list-none = { $name } holds no text with links.
paste-torrent-file = { $name } is a torrent. Haul fetches files from web servers only; a BitTorrent program opens it.
paste-torrents = { $count ->
    [one] 1 link is a torrent: Haul fetches that small file, not what it stands for.
    *[other] { $count } links are torrents: Haul fetches those small files, not what they stand for.
}
paste-magnets = { $count ->
    [one] 1 magnet link is left out: it needs a BitTorrent program.
    *[other] { $count } magnet links are left out: they need a BitTorrent program.
}
paste-patterns = { $count ->
    [one] Fill in the patterns: 1 link
    *[other] Fill in the patterns: { $count } links
}
paste-patterns-hint = Otherwise brackets and braces mean what they are: { $link }
paste-too-many = { $count } links are too many at once. Narrow the pattern to { $most } at most.
paste-carried = { $url } goes as its command says: { $what }
paste-carried-more = { $count ->
    [one] … and 1 more
    *[other] … and { $count } more
}
paste-headers = { $count ->
    [one] 1 header
    *[other] { $count } headers
}
paste-secrets = { $count ->
    [one] 1 secret, kept unseen
    *[other] { $count } secrets, kept unseen
}
paste-body = { $count ->
    [one] a body of 1 character
    *[other] a body of { $count } characters
}
paste-forget = Take the address alone
paste-refused-insecure = The command says { $option }, which would trust any server. Haul checks certificates: take it out to go on.
paste-refused-file = The command reads a file ({ $option }), which Haul cannot do for it. Put the text itself there.
paste-refused-form = The command sends files or a form ({ $option }). Use Uploads for that.
paste-refused-head = The command asks for headers only ({ $option }), so there is nothing to download.
paste-refused-method = The command uses the method { $option }, with which nothing is downloaded.
paste-refused-option = Haul does not know { $option } of this command. Take it out if the download works without it.
paste-refused-several = The command names several addresses. Give each its own line.
paste-refused-none = There is no web address in it that could be fetched.
paste-refused-variable = The command needs a shell for what begins with $ or `. Put the value itself there.
paste-refused-unclosed = The command ends within a quotation. Copy all of it.
paste-refused-windows = The command is written for the Windows command line. Choose “Copy as cURL (bash)”.
