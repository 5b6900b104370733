## Upload

upload-files = Files
upload-choose = Choose files…
upload-none = Choose files, or drop them here.
upload-sum = { $count ->
    [one] 1 file, { $size }
    *[other] { $count } files, { $size }
}
upload-leave-out = Leave out { $name }
upload-url = Address
upload-url-bad = This is not an address. It looks like https://example.org/upload
upload-form = How they are sent
upload-form-multipart = As a form
upload-form-multipart-hint = All files in one request, as a web page would send them.
upload-form-binary = As they are
upload-form-binary-hint = One request for each file, with nothing around it.
upload-fields = Fields of the form
upload-fields-hint = One a line, like album=Summer; their values are not shown afterwards.
upload-fields-bad = This line is no name=value: { $text }
upload-resume = After a break
upload-resume-never = Begin again
upload-resume-draft = Go on (resumable uploads, IETF draft)
upload-resume-tus = Go on (tus 1.0)
upload-resume-hint = Only what the server can continue can be paused.
upload-method = Method
upload-field = Field of the files
upload-field-hint = Empty means file, or with several files their names.
upload-later-hint = Puts the upload in the list without starting it.
upload-refused = { $name }: { $why }
upload-done = { $count ->
    [one] 1 upload added
    *[other] { $count } uploads added
}
