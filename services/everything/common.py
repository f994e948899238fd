"""What the programs of the workload everything share: how they log, how they stop, how they ask the entry."""

import signal
import sys

# Blocked before anything slow and before the first thread, because threads inherit it: a thread of begin() waits for them.
STOP_SIGNALS = {signal.SIGTERM, signal.SIGINT, signal.SIGQUIT}
signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)

# http.client imports the TLS library if there is one: a megabyte that is not used here.
sys.modules["ssl"] = None

import json
import os
import threading
from contextlib import suppress
from datetime import datetime, timezone
from http.client import HTTPConnection, HTTPException

ASK_TIMEOUT_SECONDS = 2
STOP_SECONDS = 0.5


def log(service, event, output=1, **fields):
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    line = json.dumps({"service": service, "event": event, "time": now, **fields}) + "\n"
    # One write per line, so that lines of several threads do not mix. Without a log reader the program continues.
    with suppress(OSError):
        os.write(output, line.encode())


def begin(service, always={}, **fields):
    """Logs that the service works, and from now on exits with 0 at a stop signal. Both lines have the fields of `always`."""

    def stop_on_signal():
        name = signal.Signals(signal.sigwait(STOP_SIGNALS)).name
        # If no process reads the log, the next line would block forever.
        threading.Timer(STOP_SECONDS, os._exit, [0]).start()
        log(service, "stopped", signal=name, **always)
        # Not sys.exit: that would end only this thread.
        os._exit(0)

    threading.Thread(target=stop_on_signal, daemon=True).start()
    log(service, "started", pid=os.getpid(), **always, **fields)


def ask(host, port):
    """Asks the entry once. Returns its PID, or raises OSError or HTTPException."""
    connection = HTTPConnection(host, port, timeout=ASK_TIMEOUT_SECONDS)
    try:
        connection.request("GET", "/", headers={"Connection": "close"})
        response = connection.getresponse()
        if response.status != 200:
            raise HTTPException(f"status {response.status}")
        return json.loads(response.read())["pid"]
    except (ValueError, LookupError, TypeError) as error:
        raise HTTPException(f"not the expected answer: {error}") from error
    finally:
        connection.close()
