## Status, one word or two

status-enqueued = Queued
status-held = Not started
status-running = Running
status-waiting_to_retry = Will retry
status-paused = Paused
status-complete = Finished
status-not_found = Not found
status-failed = Failed
status-canceled = Canceled
phase-connecting = Connecting
phase-transferring = Downloading
phase-transferring-upload = Uploading
phase-transferring-request = Asking
phase-verifying = Checking the file
phase-processing = Finishing up
phase-placing = Moving into place

waiting-queue = Its queue is on hold
waiting-network = Waits for another network
waiting-host = Goes on in { $time }: the server asked to wait
waiting-host-soon = Goes on soon: the server asked to wait
waiting-siblings = Ready; waits for the others of its batch
to-host = to { $host }
request-to = { $method ->
    [none] Request to { $host }
    *[other] { $method } request to { $host }
}
kind-download = Download
kind-upload = Upload
kind-request = Request
