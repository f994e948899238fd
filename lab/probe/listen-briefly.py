"""Listens on two undeclared ports: one on loopback only, one on all addresses. Argument: JSON with loopback, everywhere (ports), seconds."""

import json
import socket
import sys
import time

order = json.loads(sys.argv[1])
listening = [socket.create_server(("127.0.0.1", order["loopback"])), socket.create_server(("0.0.0.0", order["everywhere"]))]
time.sleep(order["seconds"])
