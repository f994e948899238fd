"""A small application with everything that a test asks for: it tells what it was given, and uses a cache, a database and its peers."""

import http.server
import json
import os
import pathlib
import resource
import signal
import socket
import sys
import time
import urllib.parse
import urllib.request

PORT = int(os.environ.get("PORT", "8000"))
DATA = pathlib.Path("/data")
STOPPED = DATA / "stopped-by"


def cache(*words):
    """Sends a command to Redis. Returns its answer as text."""
    host = os.environ.get("CACHE_HOST", "cache")
    with socket.create_connection((host, 6379), timeout=5) as connection:
        stream = connection.makefile("rwb")
        password = os.environ.get("CACHE_PASSWORD")
        for command in ([("AUTH", password)] if password else []) + [words]:
            parts = [str(word).encode() for word in command]
            stream.write(b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%s\r\n" % (len(part), part) for part in parts))
            stream.flush()
            line = stream.readline().rstrip()
            if line.startswith(b"-"):
                raise RuntimeError(line.decode())
            if line.startswith(b"$") and line != b"$-1":
                line = stream.read(int(line[1:]) + 2)[:-2]
        return line.lstrip(b":+").decode()


def database(statement):
    """Runs a statement. Returns its rows."""
    import pymysql

    settings = {"host": os.environ.get("DB_HOST", "db"), "user": "root", "password": os.environ["DB_PASSWORD"], "database": "shop", "autocommit": True}
    with pymysql.connect(**settings) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def facts():
    return {
        "user": os.getuid(),
        "group": os.getgid(),
        "groups": sorted(os.getgroups()),
        "folder": os.getcwd(),
        "home": os.environ.get("HOME"),
        "greeting": os.environ.get("GREETING"),
        "words": sys.argv[1:],
    }


def kernel(_):
    """What the kernel says of this process, in lines."""
    status = dict(line.split(":\t", 1) for line in pathlib.Path("/proc/self/status").read_text().splitlines() if ":\t" in line)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return {
        "no new privileges": status.get("NoNewPrivs") == "1",
        "capabilities": int(status["CapEff"], 16) != 0,
        "can ever have capabilities": int(status["CapBnd"], 16) != 0,
        "files": [soft, hard],
    }


def size(query):
    """MiB of a file system."""
    found = os.statvfs(query["path"])
    return str(found.f_blocks * found.f_frsize // 2**20)


def limit(query):
    """A limit of this container's cgroup, under v2 or v1: MiB of memory, processors, or processes."""
    root = pathlib.Path("/sys/fs/cgroup")
    second = (root / "cgroup.controllers").exists()
    if query["of"] == "memory":
        path = root / ("memory.max" if second else "memory/memory.limit_in_bytes")
        return str(int(path.read_text()) // 2**20)
    if query["of"] == "processes":
        return (root / ("pids.max" if second else "pids/pids.max")).read_text().strip()
    if second:
        quota, period = (root / "cpu.max").read_text().split()
    else:
        quota, period = ((root / "cpu" / name).read_text() for name in ("cpu.cfs_quota_us", "cpu.cfs_period_us"))
    return str(int(quota) / int(period))


def egress(query):
    """Whether a host outside can be reached."""
    try:
        with socket.create_connection((query["host"], int(query["port"])), timeout=3):
            return "yes"
    except OSError:
        return "no"


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        url = urllib.parse.urlparse(self.path)
        query = dict(urllib.parse.parse_qsl(url.query))
        try:
            self.answer(200, ANSWERS[url.path](query))
        except KeyError:
            self.answer(404, "nothing here")
        except Exception as error:
            self.answer(500, f"{type(error).__name__}: {error}")

    def answer(self, status, value):
        body = (value if isinstance(value, str) else json.dumps(value, sort_keys=True)).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def writable(query):
    try:
        pathlib.Path(query["path"], "probe").write_text("x")
        return "yes"
    except OSError:
        return "no"


def fetched(query):
    with urllib.request.urlopen(query["url"], timeout=5) as response:
        return response.read().decode()


ANSWERS = {
    "/": lambda _: f"hello {os.environ.get('GREETING')}",
    "/facts": lambda _: facts(),
    "/kernel": kernel,
    "/size": size,
    "/limit": limit,
    "/egress": egress,
    "/stopped-by": lambda _: STOPPED.read_text() if STOPPED.exists() else "nothing",
    "/env": lambda query: os.environ.get(query["name"], "nothing"),
    "/read": lambda query: pathlib.Path(query["path"]).read_text(),
    "/write": lambda query: str(pathlib.Path(query["path"]).write_text(query["text"])),
    "/writable": writable,
    "/count": lambda _: cache("INCR", "count"),
    "/jobs": lambda _: cache("LLEN", "done"),
    "/push": lambda query: cache("RPUSH", "jobs", query["job"]),
    "/rows": lambda _: [list(row) for row in database("SELECT id, name FROM items ORDER BY id")],
    "/fetch": fetched,
    "/address": lambda query: sorted({entry[4][0] for entry in socket.getaddrinfo(query["name"], None)}) != [] and "known",
}


def stop(number, _):
    """Remembers by which signal it was stopped, in the volume."""
    try:
        STOPPED.write_text(signal.Signals(number).name)
    except OSError:
        pass  # A user of the Compose file's choice may not write there.
    print("stopped", flush=True)
    os._exit(0)


def serve():
    server = http.server.ThreadingHTTPServer(("0.0.0.0", PORT), Handler)
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, stop)
    print("serving", flush=True)
    server.serve_forever()


def work():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print("working", flush=True)
    while True:
        job = cache("LPOP", "jobs")
        if job in ("", "$-1"):
            time.sleep(0.1)
        else:
            cache("RPUSH", "done", job)


def migrate():
    database("CREATE TABLE IF NOT EXISTS items (id INT PRIMARY KEY, name VARCHAR(20))")
    database("REPLACE INTO items VALUES (1, 'apple'), (2, 'pear')")
    print("migrated", flush=True)


def crash_once():
    marker = DATA / "crashed"
    if not marker.exists():
        marker.write_text("")
        sys.exit(3)
    serve()


def check():
    with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/", timeout=2) as response:
        sys.exit(response.status != 200)


{"serve": serve, "work": work, "migrate": migrate, "crash-once": crash_once, "check": check}[sys.argv[1]]()
