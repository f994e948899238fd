"""Finds a free UDP port of 127.0.0.1. Prints port."""

import json
import socket

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
    one.bind(("127.0.0.1", 0))
    print(json.dumps({"port": one.getsockname()[1]}))
