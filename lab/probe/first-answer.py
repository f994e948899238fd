"""Asks an address from before its container starts, every 2 ms, until it answers GET / with 200.

Lines of input: first an order with host, port, seconds and interfaces; then, just before the container starts, any line. Prints a line as
it is ready for each, and at the end: at (ms since 1970, or null without an answer in time), asked (number of requests), drift (by how
many ms the wall clock was set forward meanwhile). Ends early when standard input is closed.

The first request is made only when so many new network interfaces are up: those of the container, before any of its processes runs.
A request before that reaches docker-proxy, which sends it on; the kernel finds no neighbour, asks for it once a second only, and so
delays all requests for up to a second, although the container could answer. Measured: 1.05 s instead of 0.25 s.
"""

import json
import os
import select
import sys
import time

from asking import answers
from hostclock import HostClock

PAUSE_SECONDS = 0.002
INTERFACES = "/sys/class/net"


def tell(answer):
    print(json.dumps(answer), flush=True)


def is_up(interface):
    try:
        with open(f"{INTERFACES}/{interface}/carrier") as file:
            return file.read().strip() == "1"
    except OSError:
        # It is down or gone.
        return False


def closed():
    return bool(select.select([sys.stdin], [], [], 0)[0])


order = json.loads(sys.stdin.readline())
clock = HostClock()
tell({"ready": True})
if not sys.stdin.readline():
    sys.exit()
before = set(os.listdir(INTERFACES))
deadline = time.monotonic() + order["seconds"]
tell({"begun": clock.ms()})
reachable = False
found, asked = None, 0
while found is None and time.monotonic() < deadline and not closed():
    if not reachable:
        new = set(os.listdir(INTERFACES)) - before
        reachable = sum(map(is_up, new)) >= order["interfaces"]
    if reachable:
        asked += 1
        if answers(order["host"], order["port"]):
            found = clock.ms()
            break
    time.sleep(PAUSE_SECONDS)
tell({"at": found, "asked": asked, "drift": clock.drift()})
