## Links that were copied elsewhere

copied-links = { $count ->
    [one] A link was copied: { $first }
    *[other] { $count } links were copied, the first is { $first }
}
copied-add = Add…
copied-leave = Not now
