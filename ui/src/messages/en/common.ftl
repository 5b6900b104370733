## Words of every dialog

close = Close
cancel-dialog = Cancel
dismiss = Dismiss
