## Overview

overview = Overview
overview-speed = Speed of all
overview-speed-now = { $rate } now
overview-speed-top = { $top } at most in the last minutes
overview-chart = Speed of all over time: { $words }
overview-today = Today
overview-all-time = Since { $day }
overview-all-time-none = All time
overview-received = Received
overview-sent = Sent
overview-fetched = { $count ->
    [one] 1 download finished
   *[other] { $shown } downloads finished
}
overview-uploaded = { $count ->
    [one] 1 upload finished
   *[other] { $shown } uploads finished
}
overview-space = Space
overview-space-free = { $free } free of { $size }
overview-space-tasks = { $count ->
    [one] 1 download writes here
   *[other] { $shown } downloads write here
}
overview-hosts = Hosts
overview-hosts-none = Nothing moves right now.
overview-host = Host
overview-host-tasks = Tasks
overview-host-connections = Connections
overview-host-speed = Speed
overview-loading = Counting…
