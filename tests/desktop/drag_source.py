"""Another program's window, from which addresses can be dragged: `drag_source.py X Y ADDRESS...`.

Needs GTK 3 for Python (python3-gi, gir1.2-gtk-3.0). It says on its standard output what a test waits for: `ready` when
the window can be seen, `begun` when a drag has begun, `given` when the target has asked for the addresses, `ended`.
"""

import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402


def say(word):
    print(word, flush=True)


def main(left, top, addresses):
    window = Gtk.Window(title="Another program")
    window.set_default_size(120, 80)
    window.set_keep_above(True)
    window.move(left, top)

    handle = Gtk.EventBox()
    handle.add(Gtk.Label(label="two links"))
    handle.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
    handle.drag_source_add_uri_targets()
    handle.connect("drag-begin", lambda *_: say("begun"))
    handle.connect("drag-end", lambda *_: say("ended"))

    def give(_handle, _context, data, _info, _time):
        data.set_uris(addresses)
        say("given")

    handle.connect("drag-data-get", give)
    window.add(handle)
    window.connect("map-event", lambda *_: say("ready"))
    window.show_all()
    Gtk.main()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
