"""Waits until a container has a number of processes with one command line.

Input: id of the container, argv, count, seconds. Prints JSON: found (whether there were so many in time).
"""

import json
import os
import sys
import time

POLL_SECONDS = 0.02


def read(pid, name):
    try:
        with open(f"/proc/{pid}/{name}", "rb") as file:
            return file.read().decode(errors="replace")
    except OSError:
        return ""


def running(container, wanted):
    pids = (name for name in os.listdir("/proc") if name.isdigit())
    return sum(1 for pid in pids if read(pid, "cmdline") == wanted and container in read(pid, "cgroup"))


order = json.load(sys.stdin)
wanted = "".join(f"{word}\0" for word in order["argv"])
until = time.monotonic() + order["seconds"]
while not (found := running(order["id"], wanted) >= order["count"]) and time.monotonic() < until:
    time.sleep(POLL_SECONDS)
print(json.dumps({"found": found}))
