"""Another program that has copied something: `clipboard.py [--secret] < TEXT`.

Needs GTK 3 for Python (python3-gi, gir1.2-gtk-3.0). It says `copied` when it owns the clipboard, and keeps it until it is
ended. With --secret it marks what it has copied as password managers do.
"""

import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402


def main(text, secret):
    clipboard = Gtk.Clipboard.get(Gdk.SELECTION_CLIPBOARD)
    if secret:
        # GTK 3 gives Python no way to own several targets, so a widget owns the selection itself.
        owner = Gtk.Invisible()
        for target in ("UTF8_STRING", "x-kde-passwordManagerHint"):
            Gtk.selection_add_target(owner, Gdk.SELECTION_CLIPBOARD, Gdk.Atom.intern(target, False), 0)

        def give(_owner, data, _info, _time):
            hint = data.get_target().name() == "x-kde-passwordManagerHint"
            said = b"secret" if hint else text.encode()
            data.set(data.get_target(), 8, said)

        owner.connect("selection-get", give)
        Gtk.selection_owner_set(owner, Gdk.SELECTION_CLIPBOARD, Gdk.CURRENT_TIME)
        print("copied", flush=True)
    else:
        clipboard.set_text(text, -1)
        GLib.idle_add(lambda: print("copied", flush=True))
    Gtk.main()


if __name__ == "__main__":
    main(sys.stdin.read(), "--secret" in sys.argv[1:])
