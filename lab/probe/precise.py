"""Measures latencies in microseconds: one request after another.

Prints a line when it is ready. For each line of input, a plan, it prints a line: latencies (of good answers, in order), errors, seconds.
Plan: host, port, connection ("new" for each request, or "kept"), warmUp (requests before the others, not counted), rate (per second) and
requests. Latency counts from when a request should have begun, so that an answer that takes long makes the next ones late instead of being
counted once (no coordinated omission). Rate "fastest" with seconds: four processes, each of which asks again as soon as it has an answer.
Plan with lookUp: host, port, requests; each looks the host up as a program does that connects to it.
Ends when standard input is closed.
"""

import gc
import json
import os
import socket
import sys
import time

TIMEOUT_SECONDS = 1
PROCESSES = 4
# The scheduler may wake a process this late, so the rest is busy waiting.
SPIN_SECONDS = 0.0002
GOOD = (b"HTTP/1.0 200 ", b"HTTP/1.1 200 ")
clock = time.perf_counter


def request(last):
    return b"GET / HTTP/1.1\r\nHost: lab\r\n" + (b"Connection: close\r\n\r\n" if last else b"\r\n")


def ask_anew(address):
    try:
        with socket.create_connection(address, TIMEOUT_SECONDS) as connection:
            connection.sendall(request(last=True))
            chunks = []
            while chunk := connection.recv(65536):
                chunks.append(chunk)
        return b"".join(chunks).startswith(GOOD)
    except OSError:
        return False


class Kept:
    """A connection that is kept; after a failure the next request makes a new one."""

    def __init__(self):
        self._connection = None

    def ask(self, address):
        try:
            if self._connection is None:
                self._connection = socket.create_connection(address, TIMEOUT_SECONDS)
            self._connection.sendall(request(last=False))
            return self._read().startswith(GOOD)
        except (OSError, ValueError):
            self.close()
            return False

    def _read(self):
        """An answer, which must say how long it is."""
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self._some()
        head, _, body = answer.partition(b"\r\n\r\n")
        lengths = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        if not lengths:
            raise ValueError("no length")
        length = int(lengths[0])
        while len(body) < length:
            body += self._some()
        if b"\r\nconnection: close" in head.lower():
            self.close()
        return head + b" "

    def _some(self):
        chunk = self._connection.recv(65536)
        if not chunk:
            raise ValueError("it was closed")
        return chunk

    def close(self):
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def at_rate(ask, rate, requests):
    latencies, errors = [], 0
    begun = clock() + 0.01
    for number in range(requests):
        due = begun + number / rate
        if (rest := due - clock() - SPIN_SECONDS) > 0:
            time.sleep(rest)
        while clock() < due:
            pass
        if ask():
            latencies.append(round((clock() - due) * 1e6))
        else:
            errors += 1
    return {"latencies": latencies, "errors": errors, "seconds": clock() - begun}


def fastest_alone(address, seconds):
    latencies, errors = [], 0
    begun = clock()
    while (before := clock()) - begun < seconds:
        if ask_anew(address):
            latencies.append(round((clock() - before) * 1e6))
        else:
            errors += 1
    return {"latencies": latencies, "errors": errors, "seconds": clock() - begun}


def fastest(address, seconds):
    pipes = []
    for _ in range(PROCESSES):
        reading, writing = os.pipe()
        if os.fork() == 0:
            with os.fdopen(writing, "w") as out:
                json.dump(fastest_alone(address, seconds), out)
            os._exit(0)
        os.close(writing)
        pipes.append(reading)
    parts = []
    for reading in pipes:
        with os.fdopen(reading) as source:
            parts.append(json.load(source))
    for _ in pipes:
        os.wait()
    return {
        "latencies": [one for part in parts for one in part["latencies"]],
        "errors": sum(part["errors"] for part in parts),
        "seconds": max(part["seconds"] for part in parts),
    }


def look_up(host, port, requests):
    latencies, errors = [], 0
    begun = clock()
    for _ in range(requests):
        before = clock()
        try:
            socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM)
            latencies.append(round((clock() - before) * 1e6))
        except OSError:
            errors += 1
    return {"latencies": latencies, "errors": errors, "seconds": clock() - begun}


def run(plan):
    if plan.get("lookUp"):
        return look_up(plan["host"], plan["port"], plan["requests"])
    address = (socket.gethostbyname(plan["host"]), plan["port"])
    if plan["rate"] == "fastest":
        return fastest(address, plan["seconds"])
    kept = Kept()
    ask = (lambda: kept.ask(address)) if plan["connection"] == "kept" else (lambda: ask_anew(address))
    for _ in range(plan["warmUp"]):
        ask()
    try:
        return at_rate(ask, plan["rate"], plan["requests"])
    finally:
        kept.close()


def main():
    gc.disable()
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
