"""What a screen reader is told: prints the accessible tree of one program, a line for each thing: `role<TAB>name`.

Needs AT-SPI for Python (python3-gi, gir1.2-atspi-2.0). `screen_reader.py PROGRAM`: the name under which the program is
known to the desktop. What is not shown is left out, as a screen reader leaves it out.
"""

import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

DEEPEST = 60


def children(thing):
    return [child for child in (thing.get_child_at_index(at) for at in range(thing.get_child_count())) if child]


def tell(thing, depth):
    try:
        print(f"{thing.get_role_name()}\t{thing.get_name()}", flush=True)
        below = children(thing) if depth < DEEPEST else []
    except GLib.Error:
        # It went while it was looked at.
        return
    for child in below:
        tell(child, depth + 1)


def main(wanted):
    for program in children(Atspi.get_desktop(0)):
        if program.get_name() == wanted:
            tell(program, 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
