## Details

details-none = Select a download to see its details.
details-status = Status
details-kind = Kind
details-file = File
details-answer = Answer
details-answer-binary = { $size } that are no text
details-answer-more = … and { $count } more lines
details-address = Address
details-redirects = Redirected to
details-path = Path
details-size = Size
details-parts = Parts
parts-words = { $count ->
    [0] { $percent }, every part is there
    [one] { $percent }, 1 part left to fetch
    *[other] { $percent }, { $shown } parts left to fetch
}
details-limit = Speed limit
details-limit-none = none
details-limit-bad = Write a speed such as 500K or 2M.
details-lanes = Connections
details-lanes-auto = automatic
details-lanes-bad = A whole number, 1 to 32.
details-speed-now = { $rate } now, { $top } at most
details-validator = Validator
details-digest = Digest
details-expected = Expected digest
details-response = Response
details-category = Category
details-added = Added
details-finished = Finished
details-retries = Tries left
details-group = Group
details-priority = Priority
details-metadata = Note
details-headers = Response headers
details-close = Close details
