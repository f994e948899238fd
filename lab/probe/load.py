"""Makes requests at a fixed rate, without waiting for earlier ones. Prints a line as each ends: begun (ms since 1970), latency (ms), outcome.

Argument: JSON with host, port, rate (per second), seconds, held. If held, it prints "ready" and begins at a line of input.
Ends early when standard input is closed.
Latency counts from when the request should have begun. Outcomes: ok, refused, lost, timeout, error.
"""

import asyncio
import json
import socket
import sys
import time

TIMEOUT_SECONDS = 1
REQUEST = b"GET / HTTP/1.1\r\nHost: lab\r\nConnection: close\r\n\r\n"


async def attempt(address):
    try:
        reader, writer = await asyncio.open_connection(*address)
    except OSError:
        return "refused"
    try:
        writer.write(REQUEST)
        answer = await reader.read()
    except OSError:
        return "lost"
    finally:
        writer.close()
    if not answer:
        return "lost"
    head, _, body = answer.partition(b"\r\n\r\n")
    if not head.startswith((b"HTTP/1.0 200 ", b"HTTP/1.1 200 ")):
        return "error"
    lengths = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    return "ok" if lengths and len(body) == int(lengths[0]) else "lost"


async def request(address, begin):
    try:
        outcome = await asyncio.wait_for(attempt(address), TIMEOUT_SECONDS)
    except asyncio.TimeoutError:
        outcome = "timeout"
    now = time.time()
    print(f"{begin * 1000:.3f} {(now - begin) * 1000:.3f} {outcome}", flush=True)


async def until_closed():
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    await reader.read()


async def main(plan):
    # Looked up once: the path is measured, not the resolver.
    address = (socket.gethostbyname(plan["host"]), plan["port"])
    if plan["held"]:
        print("ready", flush=True)
        if not sys.stdin.readline():
            return
    closed = asyncio.create_task(until_closed())
    begun = time.time() + 0.01
    under_way = set()
    for number in range(int(plan["rate"] * plan["seconds"])):
        begin = begun + number / plan["rate"]
        done, _ = await asyncio.wait({closed}, timeout=max(0, begin - time.time()))
        if done:
            break
        task = asyncio.create_task(request(address, begin))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
    if under_way:
        await asyncio.wait(under_way)
    closed.cancel()


asyncio.run(main(json.loads(sys.argv[1])))
