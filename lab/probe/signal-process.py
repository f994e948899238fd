"""Sends a signal to a process of the host. Input: pid, signal (name without SIG). Prints at: the time just before, in ms since 1970."""

import json
import os
import signal
import sys
import time

order = json.load(sys.stdin)
before = time.time() * 1000
os.kill(order["pid"], getattr(signal, "SIG" + order["signal"]))
print(json.dumps({"at": before}))
