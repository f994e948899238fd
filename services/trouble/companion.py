"""The service of the trouble workload that misbehaves on order; see orders.py. Otherwise it only touches its heartbeat file.

Environment: SCRATCH_FOLDER (default /run/companion), where orders come from and which it may fill; STATE_FOLDER (default the same), for
orders that hold after a restart (see standing.py).
Exit codes: 0 stopped by a signal, 1 ordered to crash, 2 wrong environment.
"""

import signal
import sys

# Blocked before the first thread, because threads inherit it: main() has a thread that waits for them.
STOP_SIGNALS = {signal.SIGTERM, signal.SIGINT}
signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)

import json
import os
import threading
import time
from contextlib import suppress
from datetime import datetime, timezone

from orders import Orders
from standing import Standing

NAME = "companion"
DEEDS = ["log", "leak", "fork", "fill", "spin"]
BEAT_SECONDS = 1
STOP_SECONDS = 0.5


def log(event, fd=1, **fields):
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    line = json.dumps({"event": event, "time": now, **fields}) + "\n"
    # One write per line, so that lines of several threads do not mix. Without a log reader it continues.
    with suppress(OSError):
        os.write(fd, line.encode())


def scratch_folder():
    folder = os.environ.get("SCRATCH_FOLDER", "/run/companion")
    if not os.path.isdir(folder) or not os.access(folder, os.W_OK):
        log("error", fd=2, error=f'SCRATCH_FOLDER is "{folder}"; allowed: a folder that can be written')
        sys.exit(2)
    return folder


def beat_forever(path):
    while True:
        # On a full disk no file can be created, but an existing one can be touched.
        with suppress(OSError):
            with open(path, "ab"):
                os.utime(path)
        time.sleep(BEAT_SECONDS)


def stop_on_signal(orders, standing, begun):
    name = signal.Signals(signal.sigwait(STOP_SIGNALS)).name
    while standing.ignores(name):
        name = signal.Signals(signal.sigwait(STOP_SIGNALS)).name
    # If no process reads the log, the next line would block forever.
    threading.Timer(STOP_SECONDS, os._exit, [0]).start()
    orders.let_go()
    log("stopped", signal=name, uptime_seconds=round(time.monotonic() - begun, 3))
    # Not sys.exit: that would end only this thread.
    os._exit(0)


def main():
    begun = time.monotonic()
    folder = scratch_folder()
    standing = Standing(NAME, os.environ.get("STATE_FOLDER", folder))
    standing.begin()
    orders = Orders(NAME, folder, DEEDS, {"crash": standing.crash, "deaf": standing.deaf})
    threading.Thread(target=stop_on_signal, args=[orders, standing, begun], daemon=True).start()
    log("started", folder=folder, pid=os.getpid())
    orders.start()
    beat_forever(os.path.join(folder, f"{NAME}.heartbeat"))


if __name__ == "__main__":
    main()
