"""Makes orphans that end at once, and counts the container's zombies meanwhile and afterwards.

Argument: JSON with orphans (how many), seconds (how long to count), every (seconds between counts). Prints JSON: made, refused (fork failed),
before (zombies at the beginning), most, left, goneAfter (seconds after the last orphan, null if some are left).
"""

import json
import os
import sys
import time

order = json.loads(sys.argv[1])
own = os.getpid()


def zombies():
    count = 0
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/stat") as file:
                # The program's name, in brackets, may contain spaces.
                state, parent = file.read().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if state == "Z" and int(parent) != own:
            count += 1
    return count


def orphan():
    """Forks a grandchild that ends once its parent has ended: its new parent has to reap it."""
    child = os.fork()
    if child == 0:
        parent = os.getpid()
        try:
            if os.fork() == 0:
                while os.getppid() == parent:
                    time.sleep(0.001)
        except BlockingIOError:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


before = zombies()
made = refused = most = 0
counted = time.monotonic()
for _ in range(order["orphans"]):
    try:
        done = orphan()
    except BlockingIOError:
        done = False
    made += done
    refused += not done
    if time.monotonic() - counted >= order["every"]:
        most = max(most, zombies())
        counted = time.monotonic()
last = time.monotonic()
counts = 0
while True:
    left = zombies()
    most = max(most, left)
    if left == 0 or time.monotonic() - last >= order["seconds"]:
        break
    counts += 1
    time.sleep(max(0, last + counts * order["every"] - time.monotonic()))
gone = round(counts * order["every"], 3) if left == 0 else None
print(json.dumps({"made": made, "refused": refused, "before": before, "most": most, "left": left, "goneAfter": gone}))
