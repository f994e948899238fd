"""The server of the trouble workload: the hello workload's, which saves each poll before it answers, and writes log lines on order.

Environment: SCRATCH_FOLDER (default /run/server), where polls are saved and where orders come from (see orders.py), and the hello server's own.
Exit codes: the hello server's.
"""

import os
import threading
from http import HTTPStatus

# The hello server. It blocks its signals when it is imported, before there is a thread.
import hello
from orders import Orders

NAME = "server"
DEEDS = ["log"]
FOLDER = os.environ.get("SCRATCH_FOLDER", "/run/server")


class Saving(hello.Handler):
    """Most services keep something on disk. Where that fails, the answer says so."""

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
        """A new file in the place of the old one: at any time there is a whole one."""
        with self.saving:
            with open(f"{self.file}.new", "w") as file:
                file.write(text)
            os.replace(f"{self.file}.new", self.file)


if __name__ == "__main__":
    hello.Handler = Saving
    Orders(NAME, FOLDER, DEEDS).start()
    hello.main()
