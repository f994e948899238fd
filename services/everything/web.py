"""The entry of the workload everything: answers with its own arguments, variables and ids.

GET / answers its arguments, variables, working directory and ids; GET /file?path=P the content of a file, in base64; GET /health ok.
Environment: PORT (default 8080; 0 lets the kernel choose), MARK_FILE, which it writes when it starts. It ignores its arguments.
"""

# First: it blocks the signals.
from common import begin, log

import base64
import os
import socketserver
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from json import dumps
from urllib.parse import parse_qs, urlsplit

NAME = "web"


def own(file):
    """The values that the kernel has, not the interpreter's: texts that each end with a zero byte."""
    with open(f"/proc/self/{file}", "rb") as content:
        return [text.decode() for text in content.read().split(b"\0")[:-1]]


def describe():
    return {
        "argv": own("cmdline"),
        "env": dict(text.split("=", 1) for text in own("environ")),
        "cwd": os.getcwd(),
        "uid": os.getuid(),
        "gid": os.getgid(),
        "pid": os.getpid(),
    }


def read_file(query):
    path = parse_qs(query).get("path", [""])[0]
    try:
        with open(path, "rb") as file:
            return HTTPStatus.OK, {"path": path, "content": base64.b64encode(file.read()).decode()}
    except OSError as error:
        return HTTPStatus.NOT_FOUND, {"path": path, "error": error.strerror}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10
    # Buffered, so that head and body are in one segment.
    wbufsize = -1

    def do_GET(self):
        path, query = urlsplit(self.path)[2:4]
        if path == "/":
            self.answer(HTTPStatus.OK, describe())
        elif path == "/health":
            self.answer(HTTPStatus.OK, {"status": "ok"})
        elif path == "/file":
            self.answer(*read_file(query))
        else:
            self.answer(HTTPStatus.NOT_FOUND, {"error": "not found"})

    def answer(self, status, body):
        content = dumps(body).encode() + b"\n"
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        """The peers log the answers."""


# Not http.server.HTTPServer: it looks up its own host name between bind and listen, and hangs if no resolver answers.
class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        error = sys.exc_info()[1]
        # An OSError means that the client is gone.
        if not isinstance(error, OSError):
            log(NAME, "error", error=f"{type(error).__name__}: {error}")


def main():
    server = Server(("0.0.0.0", int(os.environ.get("PORT", "8080"))), Handler)
    with open(os.environ["MARK_FILE"], "w") as file:
        file.write(f"{os.getpid()}\n")
    begin(NAME, port=server.server_address[1])
    server.serve_forever(poll_interval=60)


if __name__ == "__main__":
    main()
