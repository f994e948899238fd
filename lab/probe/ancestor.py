"""Looks for the program that keeps a container running. Input: pid (of its PID 1 on the host), program (name).

Prints pid and started (clock ticks since the host's boot) of the nearest ancestor that is the program; both null if none is.
"""

import json
import os
import sys


def stat_of(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            # The program's name, in brackets, may contain spaces.
            fields = file.read().rpartition(")")[2].split()
        return int(fields[1]), int(fields[19])
    except OSError:
        return 0, 0


def program_of(pid):
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            return os.path.basename(file.read().split(b"\0")[0].decode(errors="replace"))
    except OSError:
        return ""


order = json.load(sys.stdin)
pid, _ = stat_of(order["pid"])
while pid > 1 and program_of(pid) != order["program"]:
    pid, _ = stat_of(pid)
found = pid > 1
print(json.dumps({"pid": pid if found else None, "started": stat_of(pid)[1] if found else None}))
