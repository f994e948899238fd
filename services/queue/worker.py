"""Takes jobs one after another. Environment: REDIS_HOST, PASSWORD_FILE, STATE_FOLDER (it touches replica-REPLICA there), REPLICA, LEASE_MS.

A job that takes long keeps its lease. A worker that is killed loses it, and another one takes its job over.
"""

import json
import os
import signal
import socket
import sys
import threading
from pathlib import Path

from jobs import AWAY, MOST_ATTEMPTS, connect, now

LEASE_MS = int(os.environ.get("LEASE_MS", "5000"))
WAIT_MS = 1000
# A stop leaves time to finish what takes no longer; the rest is released.
FINISH_SECONDS = 5
REPLICA = os.environ["REPLICA"]
ALIVE = Path(os.environ["STATE_FOLDER"], f"replica-{REPLICA}")
stopping = threading.Event()


def log(event, **fields):
    line = json.dumps({"service": "worker", "event": event, "time": now(), "replica": REPLICA, **fields})
    os.write(1, f"{line}\n".encode())


def stop(number, _):
    log("stopped", signal=signal.Signals(number).name)
    stopping.set()


class Lease(threading.Thread):
    """Keeps an entry for this worker until it is told to end."""

    def __init__(self, jobs, consumer, entry):
        super().__init__(daemon=True)
        self._over = threading.Event()
        self._extend = lambda: jobs.extend(consumer, entry)

    def run(self):
        while not self._over.wait(LEASE_MS / 3000):
            ALIVE.touch()
            try:
                self._extend()
            except AWAY:
                # If it stays away for too long, another worker takes the job, and one of them ends it.
                pass

    def end(self):
        self._over.set()
        self.join()


def work(seconds):
    """@return whether it was finished"""
    left = seconds
    while left > 0:
        if stopping.is_set() and left > FINISH_SECONDS:
            return False
        step = min(left, 0.1)
        threading.Event().wait(step)
        left -= step
    return True


def take(jobs, consumer, entry, job):
    state, attempt, _, seconds = jobs.begin(job)
    if state != "running":
        # It has ended, and its worker was killed before the stream knew.
        jobs.end(entry, job, state)
        return
    if attempt > MOST_ATTEMPTS:
        jobs.end(entry, job, "failed")
        log("failed", id=job, attempts=attempt - 1)
        return
    lease = Lease(jobs, consumer, entry)
    lease.start()
    try:
        finished = work(seconds)
    finally:
        lease.end()
    if not finished:
        jobs.release(consumer, entry)
        log("released", id=job)
        return
    if jobs.end(entry, job, "done") == "running":
        log("worked", id=job, attempt=attempt)


def main():
    consumer = f"{socket.gethostname()}-{os.getpid()}"
    jobs = connect(WAIT_MS / 1000)
    is_open = False
    away = False
    log("started", consumer=consumer)
    while not stopping.is_set():
        ALIVE.touch()
        try:
            if not is_open:
                jobs.open()
                is_open = True
            found = jobs.next(consumer, LEASE_MS, WAIT_MS)
            if found is not None:
                take(jobs, consumer, *found)
            away = False
        except AWAY as error:
            if not away:
                log("away", error=str(error))
            away = True
            # An empty Redis may come back.
            is_open = False
            stopping.wait(0.3)
    try:
        jobs.leave(consumer)
    except AWAY:
        pass
    return 0


for one in (signal.SIGTERM, signal.SIGINT):
    signal.signal(one, stop)
sys.exit(main())
