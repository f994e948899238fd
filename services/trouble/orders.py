"""Faults of the trouble workload's services, on order: log, leak, fork, fill, spin; each ends after a bounded time.
Services have further deeds of their own: crash and deaf (see standing.py), serve (see server.py).

An order is a file NAME.order in the scratch folder, with JSON; the service removes it, obeys, and then writes NAME.report.
Fields of an order: id, do and begin (seconds since 1970; when to begin; 0: at once);
log: lines, bytes (of a line, with its newline), rate (lines per second; 0: as fast as the log is read); serve: as (threads or loop);
the others: seconds.
Fields of a report: id, do, began, ended (seconds since 1970), amount (lines, bytes or processes), refused (attempts that the system refused).
"""

import json
import os
import signal
import threading
import time
from contextlib import suppress

LOOK_SECONDS = 0.05
# Limits for every order, besides the container's own limits.
LONGEST_SECONDS = 30
LARGEST_BYTES = 1 << 30
MOST_PROCESSES = 2000
PAGE = b"x" * (1 << 20)
LEAK_BYTES_PER_SECOND = 800 << 20
SLEEP = "/bin/sleep"


class Orders(threading.Thread):
    """Takes orders one after another."""

    def __init__(self, name, folder, allowed, own=()):
        """`own`: further deeds by name. A deed gets the order and when to end; its third result, if any, is called after the report."""
        super().__init__(daemon=True)
        self._name = name
        self._folder = folder
        common = {"log": self._log, "leak": leak, "fork": self._fork, "fill": self._fill, "spin": self._spin}
        self._deeds = {**{deed: common[deed] for deed in allowed}, **dict(own)}
        self._then = None
        # Leader of the process group of the current order.
        self._group = None

    def run(self):
        with suppress(OSError):
            os.unlink(self._file("fill"))
        while True:
            order = self._take()
            if order is None:
                time.sleep(LOOK_SECONDS)
                continue
            self._then = None
            try:
                report = self._obey(order)
            # A wrong order must not end the service.
            except Exception as error:
                report = {"id": order.get("id"), "error": f"{type(error).__name__}: {error}"}
            self._tell(report)
            if self._then is not None:
                self._then()

    def let_go(self):
        """Kills the processes of the current order."""
        if self._group is not None:
            with suppress(OSError):
                os.killpg(self._group, signal.SIGKILL)

    def _file(self, suffix):
        return os.path.join(self._folder, f"{self._name}.{suffix}")

    def _take(self):
        try:
            with open(self._file("order"), "rb") as file:
                order = json.load(file)
            os.unlink(self._file("order"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError):
            with suppress(OSError):
                os.unlink(self._file("order"))
            return None
        return order if isinstance(order, dict) else None

    def _tell(self, report):
        """Writes the report atomically, because its reader reads it as soon as it exists."""
        with suppress(OSError):
            with open(self._file("report.new"), "w") as file:
                json.dump(report, file)
            os.replace(self._file("report.new"), self._file("report"))

    def _obey(self, order):
        deed = order["do"]
        if deed not in self._deeds:
            raise ValueError(f"{deed} is none of: {', '.join(self._deeds)}")
        time.sleep(min(LONGEST_SECONDS, max(0, order.get("begin", 0) - time.time())))
        began = time.time()
        until = began + min(LONGEST_SECONDS, order.get("seconds", LONGEST_SECONDS))
        amount, refused, *then = self._deeds[deed](order, until)
        self._then = then[0] if then else None
        return {"id": order["id"], "do": deed, "began": began, "ended": time.time(), "amount": amount, "refused": refused}

    def _log(self, order, until):
        lines, rate = order["lines"], order["rate"]
        head = f"burst {order['id']} {self._name} "
        tail = " " + "x" * (order["bytes"] - len(head) - 8) + "\n"
        begun = time.time()
        # Sleeps take longer than asked for, so many short ones would be too slow.
        batch = max(1, rate // 100)
        for number in range(lines):
            if number % batch == 0:
                if time.time() > until:
                    return number, 0
                if rate > 0:
                    time.sleep(max(0, begun + number / rate - time.time()))
            os.write(1, f"{head}{number:06d}{tail}".encode())
        return lines, 0

    def _fill(self, _, until):
        amount = refused = 0
        try:
            with open(self._file("fill"), "wb", buffering=0) as file:
                while time.time() < until:
                    try:
                        if amount >= LARGEST_BYTES:
                            raise OSError
                        amount += file.write(PAGE)
                    except OSError:
                        refused += 1
                        time.sleep(0.01)
        finally:
            with suppress(OSError):
                os.unlink(self._file("fill"))
        return amount, refused

    def _fork(self, _, until):
        return self._in_group(bomb, until)

    def _spin(self, _, until):
        return self._in_group(spin, until)

    def _in_group(self, deed, until):
        """Runs it in its own process group, so that all its processes can be killed at once."""
        reading, writing = os.pipe()
        leader = os.fork()
        if leader == 0:
            try:
                os.setpgid(0, 0)
                signal.pthread_sigmask(signal.SIG_SETMASK, [])
                deed(until, writing)
            finally:
                os._exit(0)
        os.close(writing)
        with suppress(OSError):
            os.setpgid(leader, leader)
        self._group = leader
        os.waitpid(leader, 0)
        self.let_go()
        self._group = None
        with os.fdopen(reading) as said:
            return json.loads(said.readline() or "[0, 0]")


def leak(_, until):
    """Leaks in the main process, as real leaks do: the kernel's OOM kill then hits the service itself."""
    held, begun = 0, time.time()
    kept = []
    while time.time() < until:
        if held < min(LARGEST_BYTES, (time.time() - begun) * LEAK_BYTES_PER_SECOND):
            # A copy, so that each page is written to and takes memory.
            kept.append(bytearray(PAGE))
            held += len(PAGE)
        else:
            time.sleep(0.002)
    return held, 0


def bomb(until, out):
    """Starts processes that only sleep: they use up the number of processes, not memory."""
    made = refused = 0
    while time.time() < until:
        left = str(max(0.1, until - time.time()))
        try:
            if made >= MOST_PROCESSES:
                raise OSError
            os.posix_spawn(SLEEP, [SLEEP, left], {})
            made += 1
        except OSError:
            refused += 1
            time.sleep(0.001)
    os.write(out, json.dumps([made, refused]).encode() + b"\n")


def spin(until, out):
    made = refused = 0
    for _ in range(os.cpu_count() or 1):
        try:
            if os.fork() == 0:
                while time.time() < until:
                    pass
                os._exit(0)
            made += 1
        except OSError:
            refused += 1
    time.sleep(max(0, until - time.time()))
    os.write(out, json.dumps([made, refused]).encode() + b"\n")
