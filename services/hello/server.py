"""HTTP server of the hello workload: answers GET / with JSON about its system, and counts the polls of every client.

Environment: PORT (default 8080; 0 lets the kernel choose), BIND (default 0.0.0.0).
Exit codes: 0 stopped by a signal, 1 cannot listen, 2 wrong environment.
"""

import signal
import sys

# Blocked before anything slow and before the first thread, because threads inherit it: main() has a thread that waits for them.
STOP_SIGNALS = {signal.SIGTERM, signal.SIGINT}
signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)

# http.server imports the HTTP client, which imports the TLS library if there is one: a megabyte that is not used here.
sys.modules["ssl"] = None

import json
import os
import socket
import socketserver
import threading
import time
from collections import OrderedDict
from contextlib import contextmanager, suppress
from datetime import datetime, timezone
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler

CLIENT_ID_LENGTH = 64
CLIENTS_REMEMBERED = 1000
# Each takes a thread: the limit keeps the server below the process limit of a small container, with any number of idle clients.
CONNECTIONS = 48
IDLE_SECONDS = 10
LINGER_SECONDS = 1
# The server stops within one second: both together take less.
DRAIN_SECONDS = 0.4
STOP_SECONDS = 0.6
STARTED = time.monotonic()


def now():
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def log(event, fd=1, **fields):
    line = json.dumps({"event": event, "time": now(), **fields}) + "\n"
    # One write per line, so that lines of several threads do not mix. Without a log reader the server continues to serve.
    with suppress(OSError):
        os.write(fd, line.encode())


def bad_setting(name, value, allowed):
    log("error", fd=2, error=f'{name} is "{value}"; allowed: {allowed}')
    sys.exit(2)


def read_port():
    value = os.environ.get("PORT", "8080")
    if not (value.isascii() and value.isdigit() and len(value) <= 5 and int(value) <= 65535):
        bad_setting("PORT", value, "a whole number from 0 to 65535")
    return int(value)


def read_bind():
    """Refuses a host name, because its lookup could hang."""
    value = os.environ.get("BIND", "0.0.0.0")
    family = socket.AF_INET6 if ":" in value else socket.AF_INET
    try:
        socket.inet_pton(family, value)
    except (OSError, ValueError):
        bad_setting("BIND", value, "an IPv4 or IPv6 address of this host, such as 0.0.0.0, 127.0.0.1 or ::")
    return family, value


class Polls:
    """Number of answered polls per client; drops the client that was silent for longest."""

    def __init__(self):
        self._counts = OrderedDict()
        self._lock = threading.Lock()

    def counted(self, client_id):
        """All counts, after counting this client once more; with None it counts no client."""
        with self._lock:
            if client_id is not None:
                self._counts[client_id] = self._counts.pop(client_id, 0) + 1
                if len(self._counts) > CLIENTS_REMEMBERED:
                    self._counts.popitem(last=False)
            return dict(self._counts)


# Not http.server.HTTPServer: it looks up its own host name between bind and listen, and hangs if no resolver answers.
class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, family, address):
        self.address_family = family
        self.polls = Polls()
        self._connections = OrderedDict()
        self._connections_lock = threading.Lock()
        self._answers = 0
        self._answers_changed = threading.Condition()
        self._stopping = False
        super().__init__(address, Handler)

    def process_request(self, request, client_address):
        with self._connections_lock:
            if len(self._connections) >= CONNECTIONS:
                oldest, _ = self._connections.popitem(last=False)
                with suppress(OSError):
                    oldest.shutdown(socket.SHUT_RDWR)
            self._connections[request] = True
        super().process_request(request, client_address)

    def shutdown_request(self, request):
        with self._connections_lock:
            self._connections.pop(request, None)
        super().shutdown_request(request)

    def handle_error(self, request, client_address):
        error = sys.exc_info()[1]
        # An OSError means that the client is gone.
        if not isinstance(error, OSError):
            log("error", fd=2, error=f"{type(error).__name__}: {error}")

    @contextmanager
    def answering(self):
        """Counts answers under way, so that drain() can wait for them; refuses new ones once it has been called."""
        with self._answers_changed:
            if self._stopping:
                raise ConnectionAbortedError
            self._answers += 1
        try:
            yield
        finally:
            with self._answers_changed:
                self._answers -= 1
                self._answers_changed.notify_all()

    def stop(self):
        """Ends serve_forever(), from another thread."""
        # Refuses new clients at once, and wakes the loop, which would not wake up by itself.
        self.socket.shutdown(socket.SHUT_RDWR)
        self.shutdown()

    def drain(self):
        with self._answers_changed:
            self._stopping = True
            self._answers_changed.wait_for(lambda: self._answers == 0, timeout=DRAIN_SECONDS)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # The version of a request line without one, so that the answer still has a status line and headers.
    default_request_version = "HTTP/1.1"
    server_version = "hello"
    sys_version = ""
    timeout = IDLE_SECONDS
    # Buffered, so that head and body are in one segment.
    wbufsize = -1

    def handle_one_request(self):
        # A broken request may not set these, and must not get those of the previous request of this connection.
        self.command = self.path = None
        self.requestline, self.request_version, self.headers = "", self.protocol_version, {}
        super().handle_one_request()

    def parse_request(self):
        if self.raw_requestline.isspace():
            self.send_error(HTTPStatus.BAD_REQUEST, "empty request line")
            return False
        return super().parse_request()

    def finish(self):
        """Reads on for a moment: closing a connection with unread input would reset it and lose the answer."""
        super().finish()
        self.request.shutdown(socket.SHUT_WR)
        deadline = time.monotonic() + LINGER_SECONDS
        while (left := deadline - time.monotonic()) > 0:
            self.request.settimeout(left)
            if not self.request.recv(65536):
                break

    def do_GET(self):
        path = self.path.split("?", 1)[0]
        if path == "/":
            self.answer_poll()
        elif path == "/health":
            self.answer(HTTPStatus.OK, {"status": "ok"}, logged=False)
        else:
            self.answer(HTTPStatus.NOT_FOUND, {"error": "not found", "path": self.path})

    do_HEAD = do_GET

    def answer_poll(self):
        client_id = self.headers.get("X-Client-Id")
        if client_id is not None:
            client_id = client_id.strip()
            if not (0 < len(client_id) <= CLIENT_ID_LENGTH and client_id.isascii() and client_id.isprintable()):
                allowed = f"1 to {CLIENT_ID_LENGTH} printable ASCII characters"
                self.answer(HTTPStatus.BAD_REQUEST, {"error": f"X-Client-Id: allowed are {allowed}", "path": self.path})
                return
        polls = self.server.polls.counted(client_id if self.command == "GET" else None)
        self.answer(HTTPStatus.OK, {**describe_system(), "polls": polls}, client=client_id, count=polls.get(client_id))

    def answer(self, status, body, headers=(), logged=True, **log_fields):
        content = json.dumps(body).encode() + b"\n"
        # The server does not read bodies, so one would be taken for the next request.
        if "Content-Length" in self.headers or "Transfer-Encoding" in self.headers:
            self.close_connection = True
        with self.server.answering():
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            for name, value in headers:
                self.send_header(name, value)
            if self.close_connection:
                self.send_header("Connection", "close")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)
            self.wfile.flush()
            if logged:
                method, path = (text and text[:200] for text in (self.command, self.path))
                log("request", method=method, path=path, status=int(status), **log_fields)

    def send_error(self, code, message=None, explain=None):
        """The base class calls this for a request that it refuses; its own method would answer with HTML."""
        self.close_connection = True
        status, headers = HTTPStatus(code), ()
        if status == HTTPStatus.NOT_IMPLEMENTED:
            status, message, headers = HTTPStatus.METHOD_NOT_ALLOWED, "method not allowed", [("Allow", "GET, HEAD")]
        self.answer(status, {"error": message or status.phrase, "path": self.path}, headers)

    def log_message(self, *args):
        """answer() writes the access log."""


def describe_system():
    system = os.uname()
    return {
        "hostname": socket.gethostname(),
        "timestamp": now(),
        "pid": os.getpid(),
        "uptime_seconds": round(time.monotonic() - STARTED, 3),
        "system": {
            "os": system.sysname,
            "kernel": system.release,
            "machine": system.machine,
            "python": sys.version.split()[0],
            "cpus": len(os.sched_getaffinity(0)),
        },
    }


def main():
    (family, host), port = read_bind(), read_port()
    try:
        server = Server(family, (host, port))
    except OSError as error:
        log("error", fd=2, error=f"cannot listen on {host} port {port}: {error.strerror}")
        sys.exit(1)
    received = []

    def stop_on_signal():
        received.append(signal.Signals(signal.sigwait(STOP_SIGNALS)).name)
        # Exits even if the rest blocks, for example on a log that no process reads.
        threading.Timer(STOP_SECONDS, os._exit, [0]).start()
        server.stop()

    threading.Thread(target=stop_on_signal, daemon=True).start()
    log("listening", host=host, port=server.server_address[1], pid=os.getpid())
    server.serve_forever(poll_interval=None)
    server.drain()
    log("stopped", signal=received[0], uptime_seconds=round(time.monotonic() - STARTED, 3))
    # Not sys.exit: it would wait for the threads of slow clients.
    os._exit(0)


if __name__ == "__main__":
    main()
