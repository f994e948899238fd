"""Finds what a service can learn about itself. Argument: JSON with port (its own; 0: it has none). Prints JSON: name (host name), addresses
(that the name resolves to), reached (whether the port answers at one of them), variables, hosts (lines of /etc/hosts).
"""

import json
import os
import socket
import sys

order = json.loads(sys.argv[1])
name = socket.gethostname()
try:
    addresses = sorted({entry[4][0] for entry in socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)})
except OSError:
    addresses = []


def answers(address):
    try:
        socket.create_connection((address, order["port"]), 2).close()
        return True
    except OSError:
        return False


with open("/etc/hosts") as file:
    hosts = [line.strip() for line in file]
print(
    json.dumps(
        {
            "name": name,
            "addresses": addresses,
            "reached": bool(order["port"]) and any(map(answers, addresses)),
            "variables": dict(os.environ),
            "hosts": hosts,
        }
    )
)
