"""Measures how much disk log files take while they are written, until they have grown and then stopped changing.

Input: paths (of log files; rotated files of each count too), quiet (seconds without a change that end it), seconds (deadline).
Prints most and last: bytes of all files together.
"""

import json
import os
import sys
import time

SAMPLE_SECONDS = 0.01
# The burst has begun once the files have grown by this.
GROWN_BYTES = 1 << 20


def size():
    total = 0
    for path in order["paths"]:
        folder, name = os.path.split(path)
        for entry in os.scandir(folder):
            if entry.name == name or entry.name.startswith(name + "."):
                try:
                    total += entry.stat().st_size
                # Rotated since the folder was listed.
                except FileNotFoundError:
                    pass
    return total


order = json.load(sys.stdin)
first = most = last = size()
grown = False
deadline = time.monotonic() + order["seconds"]
changed = time.monotonic()
while time.monotonic() < deadline and not (grown and time.monotonic() - changed > order["quiet"]):
    time.sleep(SAMPLE_SECONDS)
    now = size()
    if now != last:
        changed = time.monotonic()
    grown = grown or abs(now - first) > GROWN_BYTES
    most, last = max(most, now), now
print(json.dumps({"most": most, "last": last}))
