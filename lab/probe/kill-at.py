"""Sends a signal to a process of the host at a time. Prints a line when it is ready. Input, a line: pid, signal (name without SIG), at (ms since 1970; if that is over, at once). Prints at: the time just before, in ms since 1970."""

import json
import os
import signal
import sys
import time

print(json.dumps({"ready": True}), flush=True)
line = sys.stdin.readline()
if not line:
    sys.exit()
order = json.loads(line)
wait = order["at"] / 1000 - time.time()
if wait > 0:
    time.sleep(wait)
before = time.time() * 1000
os.kill(order["pid"], getattr(signal, "SIG" + order["signal"]))
print(json.dumps({"at": before}), flush=True)
