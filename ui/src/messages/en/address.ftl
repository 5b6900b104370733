## New address

address-title = New address
address-url = Address of the same file
address-keeps = { $size } are here already. They stay, and Haul goes on from there if the new address has the same file.
address-nothing = Nothing is here yet, so the download begins at the new address.
address-do = Use and try again
