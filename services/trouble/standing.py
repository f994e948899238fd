"""Orders that hold after the order has been obeyed; both end by themselves, `seconds` after the order.

crash: the service ends with exit code 1, and again at each start. The order is kept in NAME.crash in the state folder, which outlives the
container. deaf: the service ignores its stop signals; only SIGKILL ends it.
NAME.notes in the state folder tells what happened since the order, a line each, with seconds since 1970: "start 1.5" for each start
until the first good one, "SIGTERM 1.5" for each signal that was ignored.
"""

import os
import time
from contextlib import suppress


class Standing:
    def __init__(self, name, folder):
        self._crash = os.path.join(folder, f"{name}.crash")
        self._notes = os.path.join(folder, f"{name}.notes")
        self._deaf_until = 0

    def begin(self):
        """At each start: crashes if it has been ordered."""
        try:
            with open(self._crash) as file:
                until = float(file.read())
        except (OSError, ValueError):
            return
        self._note("start")
        if time.time() < until:
            os._exit(1)
        with suppress(OSError):
            os.unlink(self._crash)

    def ignores(self, signal_name):
        if time.time() >= self._deaf_until:
            return False
        self._note(signal_name)
        return True

    def crash(self, _, until):
        self._forget()
        with open(f"{self._crash}.new", "w") as file:
            file.write(str(until))
        os.replace(f"{self._crash}.new", self._crash)
        return 0, 0, lambda: os._exit(1)

    def deaf(self, _, until):
        self._forget()
        self._deaf_until = until
        return 0, 0

    def _forget(self):
        with open(self._notes, "w"):
            pass

    def _note(self, word):
        with suppress(OSError):
            with open(self._notes, "a") as file:
                file.write(f"{word} {time.time():.3f}\n")
