## Remove

remove-title = { $count ->
    [one] Remove this download?
    *[other] Remove { $count } downloads?
}
remove-body = { $count ->
    [one] It leaves the list. A download that still runs is called off.
    *[other] They leave the list. Downloads that still run are called off.
}
remove-title-other = Remove this from the list?
remove-body-other = It leaves the list. What still runs is called off; files on this computer stay.
remove-file = { $count ->
    [one] Move the file to the trash too
    *[other] Move the files to the trash too
}
remove-file-hint = Only finished files are there to be moved.
remove-together = It belongs to a batch that succeeds only as a whole: the whole batch is called off, and that cannot be undone.
remove-do = Remove

## Taking it back

removed = { $count ->
    [one] 1 removed
    *[other] { $shown } removed
}
removed-one = { $name } removed
removed-back = { $count ->
    [one] It is back in the list.
    *[other] { $shown } are back in the list.
}
removed-strip = Removed
undo = Undo
