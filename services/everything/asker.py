"""A peer of the workload everything: asks the entry again and again, and logs each answer.

Argument: the service's name. Environment: ENTRY_HOST, ENTRY_PORT, ASK_SECONDS, HEARTBEAT_FILE (touched after each try, answered or not),
LISTEN_PORT (default: none), which accepts connections and closes them.
"""

# First: it blocks the signals.
from common import HTTPException, ask, begin, log

import os
import socket
import sys
import threading
import time
from pathlib import Path


def listen(port):
    server = socket.create_server(("0.0.0.0", port), backlog=16)

    def accept_forever():
        while True:
            server.accept()[0].close()

    threading.Thread(target=accept_forever, daemon=True).start()


def ask_forever(name, host, port, seconds, heartbeat):
    while True:
        try:
            log(name, "answered", entry_pid=ask(host, port))
        except (OSError, HTTPException) as error:
            log(name, "unanswered", error=str(error)[:200])
        heartbeat.touch()
        time.sleep(seconds)


def main():
    name = sys.argv[1]
    env = os.environ
    if "LISTEN_PORT" in env:
        listen(int(env["LISTEN_PORT"]))
    begin(name)
    ask_forever(name, env["ENTRY_HOST"], int(env["ENTRY_PORT"]), float(env["ASK_SECONDS"]), Path(env["HEARTBEAT_FILE"]))


if __name__ == "__main__":
    main()
