"""Asks an address every 2 ms until it answers GET / with 200. Input: host, port, seconds. Prints at: ms since 1970, or null without an answer in time."""

import json
import socket
import sys
import time

REQUEST = b"GET / HTTP/1.1\r\nHost: lab\r\nConnection: close\r\n\r\n"
PAUSE_SECONDS = 0.002

order = json.load(sys.stdin)
deadline = time.time() + order["seconds"]


def answers():
    try:
        with socket.create_connection((order["host"], order["port"]), 1) as connection:
            connection.settimeout(1)
            connection.sendall(REQUEST)
            return connection.recv(12).endswith(b" 200")
    except OSError:
        return False


found = None
while found is None and time.time() < deadline:
    if answers():
        found = time.time() * 1000
    else:
        time.sleep(PAUSE_SECONDS)
print(json.dumps({"at": found}))
