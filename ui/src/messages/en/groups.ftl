## Limits of a group

limits-title = Limits of { $group }
limits-rate = Speed limit
limits-rate-hint = All tasks of the group together, such as 500K or 2M.
limits-most = At once
limits-most-hint = How many of the group may run at the same time.
limits-most-none = as in the settings
limits-most-bad = A whole number, or nothing.
limits-do = Set
