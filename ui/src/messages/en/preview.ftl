## Preview

preview = What will be downloaded
preview-sum = { $known ->
    [0] { $count ->
        [one] 1 file
        *[other] { $count } files
    }
    *[other] { $count ->
        [one] 1 file, { $size }
        *[other] { $count } files, { $size } in the { $known } whose size is known
    }
}
preview-free = { $size } free
preview-short = only { $size } free
preview-none = Untick all
preview-all = Tick all
preview-leave-listed = { $count ->
    [one] Leave out the one on the list
    *[other] Leave out { $count } on the list
}
preview-listed = On the list already
preview-taken = The name is taken, so it gets a number
preview-twin = Same name as another here, so it gets a number
preview-into = Into { $folder }
preview-asking = asking…
preview-unknown = size unknown
preview-folder-of = Folder of { $name }
preview-last-folders = Last folders
