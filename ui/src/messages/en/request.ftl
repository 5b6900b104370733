## Request

request-url-bad = This is not an address. It looks like https://example.org/api
request-body = Body
request-body-form-hint = One field a line, like album=Summer
request-content = Content
request-content-json = JSON
request-content-form = Fields of a form
request-content-text = Plain text
request-json-bad = This is no JSON. Check its brackets, quotes and commas, or send it as plain text.
request-later-hint = Puts the request in the list without sending it.
request-note = The answer is shown in the details of the request, and kept in the list.
request-done = { $count ->
    [one] Request sent
    *[other] { $count } requests sent
}
