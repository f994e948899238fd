"""Client of the hello workload: polls the server on a fixed schedule and prints one JSON line per poll.

Environment: SERVER_HOST (default localhost), SERVER_PORT (8080), POLL_SECONDS (5), CLIENT_ID (host name, PID and a random
part), HEARTBEAT_FILE (/tmp/client.heartbeat; its age tells whether the client works, with or without the server).
Exit codes: 0 stopped by a signal, 2 wrong environment.
"""

import signal
import sys

# Blocked before anything slow and before the first thread, because threads inherit it: main() has a thread that waits for them.
STOP_SIGNALS = {signal.SIGTERM, signal.SIGINT}
signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)

# http.client imports the TLS library if there is one: a megabyte that is not used here.
sys.modules["ssl"] = None

import json
import math
import os
import socket
import threading
import time
from contextlib import suppress
from datetime import datetime, timezone
from http.client import HTTPConnection, HTTPException

LONGEST_POLL_SECONDS = 3
LARGEST_ANSWER = 1 << 20
# Limit on polls that no timeout can end, such as those in a name lookup: each keeps a thread until the lookup ends.
HUNG_POLLS = 4
STOP_SECONDS = 0.5


def now():
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def log(event, fd=1, **fields):
    line = json.dumps({"event": event, "time": now(), **fields}) + "\n"
    # One write per line, so that lines of several threads do not mix. Without a log reader the client continues to poll.
    with suppress(OSError):
        os.write(fd, line.encode())


def setting(name, default, accept, allowed):
    value = os.environ.get(name, default)
    with suppress(ValueError):
        if (accepted := accept(value)) is not None:
            return accepted
    log("error", fd=2, error=f'{name} is "{value}"; allowed: {allowed}')
    sys.exit(2)


def plain(value, length):
    return value if 0 < len(value) <= length and value.isascii() and value.isprintable() else None


def host(value):
    return plain(value, 253) and (None if set(value) & set(" /?#@[]") else value)


def port(value):
    return int(value) if value.isascii() and value.isdigit() and 1 <= int(value) <= 65535 else None


def interval(value):
    seconds = float(value)
    return seconds if math.isfinite(seconds) and 0.01 <= seconds <= 86400 else None


class Settings:
    def __init__(self):
        own_id = f"{socket.gethostname()[:40]}-{os.getpid()}-{os.urandom(4).hex()}"
        self.host = setting("SERVER_HOST", "localhost", host, "a host name or an IP address")
        self.port = setting("SERVER_PORT", "8080", port, "a whole number from 1 to 65535")
        self.interval = setting("POLL_SECONDS", "5", interval, "a number of seconds from 0.01 to 86400")
        self.client_id = setting(
            "CLIENT_ID", own_id, lambda value: plain(value.strip(), 64), "1 to 64 printable ASCII characters"
        )
        self.heartbeat = setting(
            "HEARTBEAT_FILE", "/tmp/client.heartbeat", lambda value: value or None, "the path of a file that can be written"
        )
        self.timeout = min(self.interval, LONGEST_POLL_SECONDS)


class Poll(threading.Thread):
    """One request, in a thread that can be abandoned: a name lookup has no timeout and cannot be interrupted."""

    def __init__(self, settings):
        super().__init__(daemon=True)
        self._settings = settings
        self._connection = HTTPConnection(settings.host, settings.port, timeout=settings.timeout)
        self._socket = None
        self._abandoned = False
        self._result = {}

    def run(self):
        result = {}
        try:
            self._request(result)
        # Not TimeoutError: they are the same only since Python 3.10.
        except socket.timeout:
            result["error"] = self._too_late()
        except OSError as error:
            result["error"] = error.strerror or str(error) or type(error).__name__
        except HTTPException as error:
            result["error"] = f"not HTTP: {type(error).__name__} {error}"
        # No answer of a server may end the client.
        except Exception as error:
            result["error"] = f"{type(error).__name__}: {error}"
        finally:
            self._connection.close()
        self._result = result

    def _request(self, result):
        self._connection.connect()
        # The connection drops its socket when it passes it to a response.
        self._socket = self._connection.sock
        # The server must not count a poll that the client has reported as failed.
        if self._abandoned:
            return
        self._connection.request("GET", "/", headers={"X-Client-Id": self._settings.client_id, "Connection": "close"})
        response = self._connection.getresponse()
        result["status"] = response.status
        content = response.read(LARGEST_ANSWER)
        if response.status != 200:
            result["error"] = f"status {response.status}"
            return
        try:
            answer = json.loads(content)
            server, counted = answer["hostname"], answer["polls"][self._settings.client_id]
        except (ValueError, LookupError, TypeError, RecursionError):
            server = counted = None
        if isinstance(server, str) and isinstance(counted, int):
            result.update(server=server, counted=counted)
        else:
            result["error"] = "the answer is not the expected JSON: hostname, and polls with this client's count"

    def outcome(self):
        """Waits for the poll until its timeout; returns the fields of its log line."""
        begun = time.monotonic()
        result = {}
        try:
            self.start()
        except RuntimeError as error:
            result = {"error": f"no thread for the poll: {error}"}
        else:
            self.join(self._settings.timeout)
            if self.is_alive():
                self._abandon()
                result = {"error": self._too_late()}
            else:
                result = self._result
        error = result.get("error")
        return {
            "ok": error is None,
            "status": result.get("status"),
            "latency_ms": round((time.monotonic() - begun) * 1000, 3),
            "server": result.get("server"),
            "counted": result.get("counted"),
            "error": error and error[:200],
        }

    def _too_late(self):
        return f"no answer within {self._settings.timeout:g} s"

    def _abandon(self):
        self._abandoned = True
        # Ends a poll whose server sends single bytes, which resets the socket's timeout each time.
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


class Heartbeat:
    def __init__(self, path):
        self._path = path
        self._warned = False

    def touch(self):
        try:
            # O_NONBLOCK, because a pipe at this path would block until it has a reader.
            file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_NONBLOCK | os.O_CLOEXEC, 0o644)
            try:
                os.utime(file)
            finally:
                os.close(file)
        except OSError as error:
            if not self._warned:
                log("warning", fd=2, warning=f"cannot write the heartbeat file {self._path}: {error.strerror}")
            self._warned = True


def poll_forever(settings):
    heartbeat = Heartbeat(settings.heartbeat)
    hung = []
    started = time.monotonic()
    slot = seq = 0
    while True:
        time.sleep(max(0, started + slot * settings.interval - time.monotonic()))
        seq += 1
        hung = [poll for poll in hung if poll.is_alive()]
        if len(hung) < HUNG_POLLS:
            poll = Poll(settings)
            outcome = poll.outcome()
            hung.append(poll)
        else:
            outcome = {"ok": False, "status": None, "latency_ms": 0.0, "server": None, "counted": None}
            outcome["error"] = f"not sent: {len(hung)} earlier polls still hang"
        log("poll", seq=seq, **outcome)
        heartbeat.touch()
        # Skips missed slots, but not one that has just begun: a poll may take as long as its slot.
        late = (time.monotonic() - started) / settings.interval
        slot = max(slot + 1, math.ceil(late - 0.5))


def stop_on_signal(begun):
    name = signal.Signals(signal.sigwait(STOP_SIGNALS)).name
    # If no process reads the log, the next line would block forever.
    threading.Timer(STOP_SECONDS, os._exit, [0]).start()
    log("stopped", signal=name, uptime_seconds=round(time.monotonic() - begun, 3))
    # Not sys.exit: that would end only this thread.
    os._exit(0)


def main():
    settings = Settings()
    threading.Thread(target=stop_on_signal, args=[time.monotonic()], daemon=True).start()
    log("started", server=f"{settings.host}:{settings.port}", interval_seconds=settings.interval, client_id=settings.client_id)
    poll_forever(settings)


if __name__ == "__main__":
    main()
