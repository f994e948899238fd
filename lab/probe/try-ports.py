"""Finds which addresses accept a connection in time. Argument: JSON with targets (lists of host and port), seconds. Prints them as JSON."""

import json
import socket
import sys
import time

order = json.loads(sys.argv[1])
deadline = time.monotonic() + order["seconds"]
waiting, answered = [tuple(target) for target in order["targets"]], []


def answers(target):
    try:
        socket.create_connection(target, 0.5).close()
        return True
    except OSError:
        return False


while waiting and time.monotonic() < deadline:
    found = [target for target in waiting if answers(target)]
    answered += found
    waiting = [target for target in waiting if target not in found]
    time.sleep(0.05)
print(json.dumps(answered))
