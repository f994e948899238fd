"""The server of the trouble workload: the hello server, which also saves each poll before it answers and writes log lines on order.

Environment: SCRATCH_FOLDER (default /run/server), for polls and orders (see orders.py), and that of the hello server.
Exit codes: the hello server's.
"""

import os
import threading
from http import HTTPStatus

# The hello server. Its import blocks the signals, before there is a thread.
import hello
from orders import Orders

NAME = "server"
DEEDS = ["log"]
FOLDER = os.environ.get("SCRATCH_FOLDER", "/run/server")


class Saving(hello.Handler):
    """Saves each poll, as most services store something on disk. If that fails, the answer reports it."""

    file = os.path.join(FOLDER, f"{NAME}.poll")
    saving = threading.Lock()

    def answer_poll(self):
        try:
            self.save(hello.now())
        except OSError as error:
            self.answer(HTTPStatus.INSUFFICIENT_STORAGE, {"error": f"cannot save the poll: {error.strerror}"})
            return
        super().answer_poll()

    def save(self, text):
        """Replaces the file atomically."""
        with self.saving:
            with open(f"{self.file}.new", "w") as file:
                file.write(text)
            os.replace(f"{self.file}.new", self.file)


if __name__ == "__main__":
    hello.Handler = Saving
    Orders(NAME, FOLDER, DEEDS).start()
    hello.main()
