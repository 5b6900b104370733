## Name and place

place-title = Name and place
place-name = File name
place-runs = It stops for a moment and goes on under the new name.
place-folder = Folder
place-bound = What is here already lies in this folder. Choose another when the download is finished.
place-group = Group
place-groups = Groups there are
place-do = Change
menu-place = Rename or move…
keys-rename = Rename or move
group-name-title = Rename group
group-name = Name
group-name-hint = Its downloads, limits and settings stay with it.
group-name-do = Rename
group-rename = Rename…
