## The list in sections

arrange = Group by
arrange-nothing = No sections
arrange-group = By group
arrange-batch = By batch
arrange-status = By status
sections-fold = Fold all
sections-unfold = Unfold all
sections-folded = All sections are folded
sections-unfolded = All sections are unfolded
section-folded = { $name } is folded
section-unfolded = { $name } is unfolded
section-rest = Not in a batch
section-more = { $name }: more
section-pause-of = Pause all of { $name }
section-resume-of = Resume all of { $name }
section-retry-of = Retry what failed of { $name }
section-pause = { $count ->
    [one] Pause 1
    *[other] Pause { $shown }
}
section-resume = { $count ->
    [one] Resume 1
    *[other] Resume { $shown }
}
section-retry = { $count ->
    [one] Retry 1
    *[other] Retry { $shown }
}
section-cancel = { $count ->
    [one] Cancel 1
    *[other] Cancel { $shown }
}
section-choose = { $count ->
    [one] Select it
    *[other] Select all { $shown }
}
section-only = Show only these
