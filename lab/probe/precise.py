"""Measures latencies in microseconds: one request after another, each with a new connection.

Argument: JSON list of plans, executed one after another: host, port, rate (per second, or "fastest"), seconds.
Prints a JSON list: latencies (of good answers, in order), errors, seconds. Latency counts from when a request should have begun, so that
an answer that takes long makes the next ones late instead of being counted once (no coordinated omission).
"fastest": four processes, each of which asks again as soon as it has an answer.
"""

import gc
import json
import os
import socket
import sys
import time

TIMEOUT_SECONDS = 1
REQUEST = b"GET / HTTP/1.1\r\nHost: lab\r\nConnection: close\r\n\r\n"
PROCESSES = 4
# The scheduler may wake a process this late, so the rest is busy waiting.
SPIN_SECONDS = 0.0002
clock = time.perf_counter


def ask(address):
    try:
        with socket.create_connection(address, TIMEOUT_SECONDS) as connection:
            connection.sendall(REQUEST)
            chunks = []
            while chunk := connection.recv(65536):
                chunks.append(chunk)
        return b"".join(chunks).startswith((b"HTTP/1.0 200 ", b"HTTP/1.1 200 "))
    except OSError:
        return False


def at_rate(address, rate, seconds):
    latencies, errors = [], 0
    begun = clock() + 0.01
    for number in range(int(rate * seconds)):
        due = begun + number / rate
        if (rest := due - clock() - SPIN_SECONDS) > 0:
            time.sleep(rest)
        while clock() < due:
            pass
        if ask(address):
            latencies.append(round((clock() - due) * 1e6))
        else:
            errors += 1
    return {"latencies": latencies, "errors": errors, "seconds": clock() - begun}


def fastest_alone(address, seconds):
    latencies, errors = [], 0
    begun = clock()
    while (before := clock()) - begun < seconds:
        if ask(address):
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


def run(plan):
    address = (socket.gethostbyname(plan["host"]), plan["port"])
    if plan["rate"] == "fastest":
        return fastest(address, plan["seconds"])
    return at_rate(address, plan["rate"], plan["seconds"])


gc.disable()
print(json.dumps([run(plan) for plan in json.loads(sys.argv[1])]))
