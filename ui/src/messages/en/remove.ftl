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
    [one] Delete the file too
    *[other] Delete the files too
}
remove-file-hint = Deleted files do not go to the trash.
remove-do = Remove
