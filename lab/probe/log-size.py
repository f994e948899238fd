"""How much disk log files take while they are written: looks until they have grown and then stayed as they are.

Input: paths (each stands for itself and its rotated files), quiet (seconds without a change that end it), seconds (deadline).
Prints most and last: bytes of all of them together.
"""

import json
import os
import sys
import time

LOOK_SECONDS = 0.01
# Less than this is not the burst yet.
GROWN_BYTES = 1 << 20


def size():
    total = 0
    for path in order["paths"]:
        folder, name = os.path.split(path)
        for entry in os.scandir(folder):
            if entry.name == name or entry.name.startswith(name + "."):
                try:
                    total += entry.stat().st_size
                # Rotated away in between.
                except FileNotFoundError:
                    pass
    return total


order = json.load(sys.stdin)
first = most = last = size()
grown = False
deadline = time.monotonic() + order["seconds"]
changed = time.monotonic()
while time.monotonic() < deadline and not (grown and time.monotonic() - changed > order["quiet"]):
    time.sleep(LOOK_SECONDS)
    now = size()
    if now != last:
        changed = time.monotonic()
    grown = grown or abs(now - first) > GROWN_BYTES
    most, last = max(most, now), now
print(json.dumps({"most": most, "last": last}))
