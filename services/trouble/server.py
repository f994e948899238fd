"""The server of the trouble workload: the hello server, which also saves each poll before it answers and writes log lines on order.

The hello server takes a thread for each connection. By the order serve (as: loop or threads) the process replaces itself by a server that
answers all connections from one event loop (see loop.py), or by this one; after a restart it takes threads again.
Environment: SCRATCH_FOLDER (default /run/server), for polls and orders (see orders.py), SERVE (threads or loop; set by itself), and that of
the hello server.
Exit codes: the hello server's.
"""

import os
import sys
import threading
from http import HTTPStatus

# The hello server. Its import blocks the signals, before there is a thread.
import hello
from orders import Orders

NAME = "server"
DEEDS = ["log"]
FOLDER = os.environ.get("SCRATCH_FOLDER", "/run/server")
SERVE = os.environ.get("SERVE", "threads")


saving = threading.Lock()


def save_poll():
    """Replaces the file atomically."""
    file = os.path.join(FOLDER, f"{NAME}.poll")
    with saving:
        with open(f"{file}.new", "w") as new:
            new.write(hello.now())
        os.replace(f"{file}.new", file)


class Saving(hello.Handler):
    """Saves each poll, as most services store something on disk. If that fails, the answer reports it."""

    def answer_poll(self):
        try:
            save_poll()
        except OSError as error:
            self.answer(HTTPStatus.INSUFFICIENT_STORAGE, {"error": f"cannot save the poll: {error.strerror}"})
            return
        super().answer_poll()


def serve_as(order, _):
    wanted = order["as"]
    if wanted not in ("threads", "loop"):
        raise ValueError(f"as is {wanted}, none of: threads, loop")
    if wanted == SERVE:
        return 0, 0
    # The same process with the same arguments, so that a supervisor and observers see no change.
    return 1, 0, lambda: os.execve(sys.executable, sys.orig_argv, {**os.environ, "SERVE": wanted})


if __name__ == "__main__":
    hello.Handler = Saving
    Orders(NAME, FOLDER, DEEDS, {"serve": serve_as}).start()
    if SERVE == "loop":
        # Only here: it takes memory that the other server does not need.
        import loop

        loop.main(save_poll)
    hello.main()
