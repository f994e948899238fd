"""Counts requests in Redis, at the address that a variable tells."""

import http.server
import os
import socket

HOST, PORT = os.environ["CACHE"].rsplit(":", 1)
# Kept, as clients of Redis keep theirs.
CONNECTION = socket.create_connection((HOST, int(PORT)))


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        CONNECTION.sendall(b"INCR count\r\n")
        body = b"count " + CONNECTION.recv(100).strip(b":\r\n")
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


http.server.ThreadingHTTPServer(("0.0.0.0", 8000), Handler).serve_forever()
