"""An HTTP server whose times are known. Argument: JSON with sleepMs (before it listens), spinUs (before each answer), lateEach (of so many requests one is late, 0 for none), lateMs. Logs JSON lines: event boot or listening, at (ms since 1970)."""

import json
import selectors
import socket
import sys
import time


def log(event):
    print(json.dumps({"event": event, "at": time.time() * 1000}), flush=True)


log("boot")
plan = json.loads(sys.argv[1])
time.sleep(plan["sleepMs"] / 1000)
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("0.0.0.0", 8080))
listener.listen(128)
log("listening")
selector = selectors.DefaultSelector()
selector.register(listener, selectors.EVENT_READ)
served = 0
while True:
    for key, _ in selector.select():
        if key.fileobj is listener:
            selector.register(listener.accept()[0], selectors.EVENT_READ)
            continue
        connection = key.fileobj
        try:
            asked = connection.recv(65536)
            if asked:
                began = time.perf_counter()
                served += 1
                if plan["lateEach"] and served % plan["lateEach"] == 0:
                    time.sleep(plan["lateMs"] / 1000)
                while (time.perf_counter() - began) * 1e6 < plan["spinUs"]:
                    pass
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        except OSError:
            asked = b""
        if not asked or b"Connection: close" in asked or b" HTTP/1.0\r\n" in asked:
            selector.unregister(connection)
            connection.close()
