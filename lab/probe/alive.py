"""Whether a process still runs. Input: pid (on the host), started (clock ticks since the host's boot, as processes.py tells). Prints alive."""

import json
import sys

order = json.load(sys.stdin)
try:
    with open(f"/proc/{order['pid']}/stat") as file:
        # The program's name, in brackets, may contain spaces.
        fields = file.read().rpartition(")")[2].split()
    alive = fields[0] != "Z" and int(fields[19]) == order["started"]
except OSError:
    alive = False
print(json.dumps({"alive": alive}))
