"""Asks an address every 2 ms until it answers GET / with 200. Input: host, port, seconds. Prints at: ms since 1970, or null without an answer in time."""

import json
import sys
import time

from asking import answers
from hostclock import HostClock

PAUSE_SECONDS = 0.002

clock = HostClock()
order = json.load(sys.stdin)
deadline = time.monotonic() + order["seconds"]
found = None
while found is None and time.monotonic() < deadline:
    if answers(order["host"], order["port"]):
        found = clock.ms()
    else:
        time.sleep(PAUSE_SECONDS)
print(json.dumps({"at": found}))
