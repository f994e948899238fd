"""Takes jobs, and tells of them. Environment: PORT, REDIS_HOST, PASSWORD_FILE.

POST /jobs       {"add": NUMBER, "seconds": NUMBER}: 202 with an id once the job is on disk. With the header Idempotency-Key the same job is made once.
GET /jobs/ID     its state. GET /stats: how many jobs there are, and the sum that they have made.
GET /health      200 while it serves, with what is lost without Redis. Without Redis it answers what it has seen last, and says so: "stale".
"""

import hashlib
import json
import os
import re
import signal
import sys
import threading
import time
import uuid
from collections import OrderedDict
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer

from jobs import AWAY, connect, now

LONGEST_BODY = 10_000
REMEMBERED = 10_000
PING_SECONDS = 1


def log(event, **fields):
    os.write(1, f"{json.dumps({'service': 'web', 'event': event, 'time': now(), **fields})}\n".encode())


class Refused(Exception):
    """A request that is wrong: a status and why."""

    def __init__(self, status, why):
        super().__init__(why)
        self.status = status


class Memory:
    """What was seen last, for times without Redis."""

    def __init__(self):
        self._lock = threading.Lock()
        self._jobs = OrderedDict()
        self._stats = None

    def keep_job(self, job):
        with self._lock:
            self._jobs.pop(job["id"], None)
            self._jobs[job["id"]] = (job, now())
            if len(self._jobs) > REMEMBERED:
                self._jobs.popitem(last=False)

    def keep_stats(self, stats):
        with self._lock:
            self._stats = (stats, now())

    def job(self, name):
        with self._lock:
            return self._jobs.get(name)

    def stats(self):
        with self._lock:
            return self._stats


class Server(ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address, jobs):
        self.jobs = jobs
        self.memory = Memory()
        self.lost = []
        super().__init__(address, Handler)

    def watch(self):
        """Notes whether Redis answers, so that health costs nothing."""
        is_open = False
        while True:
            try:
                if not is_open:
                    self.jobs.open()
                    is_open = True
                self.jobs.ping()
                self.memory.keep_stats(self.jobs.stats())
                lost = []
            except AWAY:
                is_open = False
                lost = ["new jobs", "news of jobs"]
            if lost != self.lost:
                log("lost" if lost else "regained", what=lost)
            self.lost = lost
            time.sleep(PING_SECONDS)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.answered(self.read)

    def do_POST(self):
        self.answered(self.write)

    def answered(self, act):
        try:
            status, body = act()
        except Refused as refused:
            status, body = refused.status, {"error": str(refused)}
        except AWAY:
            status, body = HTTPStatus.SERVICE_UNAVAILABLE, {"error": "Redis does not answer", "lost": ["new jobs", "news of jobs"]}
        content = (json.dumps(body) + "\n").encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        if status == HTTPStatus.SERVICE_UNAVAILABLE:
            self.send_header("Retry-After", "1")
        self.end_headers()
        self.wfile.write(content)

    def read(self):
        server = self.server
        if self.path == "/":
            return HTTPStatus.OK, {"service": "queue", "post": "/jobs", "get": ["/jobs/ID", "/stats", "/health"]}
        if self.path == "/health":
            lost = server.lost
            return HTTPStatus.OK, {"status": "degraded" if lost else "ok", "lost": lost}
        if self.path == "/stats":
            return self.fresh_or_stale(server.jobs.stats, server.memory.keep_stats, server.memory.stats)
        found = re.fullmatch(r"/jobs/([0-9a-f]{32})", self.path)
        if found is None:
            raise Refused(HTTPStatus.NOT_FOUND, f"there is no {self.path}")
        job = found[1]
        return self.fresh_or_stale(lambda: server.jobs.get(job), server.memory.keep_job, lambda: server.memory.job(job))

    def fresh_or_stale(self, ask, keep, remembered):
        try:
            answer = ask()
        except AWAY:
            last = remembered()
            if last is None:
                raise
            answer, seen = last
            return HTTPStatus.OK, {**answer, "stale": True, "seen": seen}
        if answer is None:
            raise Refused(HTTPStatus.NOT_FOUND, "there is no such job")
        keep(answer)
        return HTTPStatus.OK, {**answer, "stale": False}

    def write(self):
        body = self.body()
        if self.path != "/jobs":
            raise Refused(HTTPStatus.NOT_FOUND, f"there is no {self.path}")
        add, seconds = body.get("add"), body.get("seconds", 0)
        if isinstance(add, bool) or not isinstance(add, int) or abs(add) > 10**9:
            raise Refused(HTTPStatus.BAD_REQUEST, "add is a whole number from -1000000000 to 1000000000")
        if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not 0 <= seconds <= 60:
            raise Refused(HTTPStatus.BAD_REQUEST, "seconds is a number from 0 to 60")
        key = self.headers.get("Idempotency-Key")
        job = uuid.uuid4().hex if key is None else hashlib.sha256(key.encode()).hexdigest()[:32]
        is_new = self.server.jobs.enqueue(job, add, float(seconds))
        return HTTPStatus.ACCEPTED, {"id": job, "new": is_new}

    def body(self):
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > LONGEST_BODY:
            self.close_connection = True
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a body of at most {LONGEST_BODY} bytes, with its length")
        try:
            body = json.loads(self.rfile.read(int(length)))
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise Refused(HTTPStatus.BAD_REQUEST, "the body is an object in JSON")
        return body


def stop(number, _):
    log("stopped", signal=signal.Signals(number).name)
    threading.Thread(target=server.shutdown).start()


server = Server(("0.0.0.0", int(os.environ["PORT"])), connect())
for one in (signal.SIGTERM, signal.SIGINT):
    signal.signal(one, stop)
threading.Thread(target=server.watch, daemon=True).start()
log("started")
server.serve_forever(poll_interval=0.2)
server.server_close()
sys.exit(0)
