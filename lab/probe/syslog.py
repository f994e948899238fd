"""Receives syslog messages on a UDP port of 127.0.0.1.

Input: port, marker (text in the messages that count), expected (number of those that ends it), seconds (deadline).
Prints messages: those with the marker.
"""

import json
import socket
import sys
import time

BUFFER_BYTES = 4 << 20

order = json.load(sys.stdin)
messages = []
deadline = time.monotonic() + order["seconds"]
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
    receiver.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
    receiver.bind(("127.0.0.1", order["port"]))
    while len(messages) < order["expected"] and (left := deadline - time.monotonic()) > 0:
        receiver.settimeout(left)
        try:
            message = receiver.recv(65536).decode(errors="replace")
        except socket.timeout:
            break
        if order["marker"] in message:
            messages.append(message)
print(json.dumps({"messages": messages}))
