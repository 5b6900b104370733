"""Another program's window, onto which files can be dragged: `drag_target.py X Y`.

Needs GTK 3 for Python (python3-gi, gir1.2-gtk-3.0). It says on its standard output `ready` when the window can be seen,
and every address that it is given.
"""

import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402


def say(word):
    print(word, flush=True)


def take(_place, _context, _left, _top, data, _info, _time):
    for address in data.get_uris():
        say(address)


def main(left, top):
    window = Gtk.Window(title="Another program")
    window.set_default_size(160, 100)
    window.set_keep_above(True)
    window.move(left, top)

    place = Gtk.EventBox()
    place.add(Gtk.Label(label="drop here"))
    place.drag_dest_set(Gtk.DestDefaults.ALL, [], Gdk.DragAction.COPY)
    place.drag_dest_add_uri_targets()
    place.connect("drag-data-received", take)
    window.add(place)
    window.connect("map-event", lambda *_: say("ready"))
    window.show_all()
    Gtk.main()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
