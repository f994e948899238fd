"""A server like the hello server, but on an event loop: one thread answers all connections, none is started for a connection."""

import asyncio
import json
import os
import signal
import socket
import sys
import threading
import time
from contextlib import suppress
from http import HTTPStatus

import hello

HEAD_END = b"\r\n\r\n"
DRAIN_SECONDS = 0.1


def head_of(data):
    """Method, path, and whether the client wants the connection to be closed."""
    first, *headers = data.decode("latin-1").split("\r\n")
    method, path, *_ = [*first.split(" "), "", ""]
    return method, path.split("?", 1)[0], any(line.lower().replace(" ", "") == "connection:close" for line in headers)


def answer_to(method, path, save):
    if method not in ("GET", "HEAD"):
        return HTTPStatus.METHOD_NOT_ALLOWED, {"error": "method not allowed"}
    if path == "/health":
        return HTTPStatus.OK, {"status": "ok"}
    if path != "/":
        return HTTPStatus.NOT_FOUND, {"error": "not found", "path": path}
    try:
        save()
    except OSError as error:
        return HTTPStatus.INSUFFICIENT_STORAGE, {"error": f"cannot save the poll: {error.strerror}"}
    return HTTPStatus.OK, {**hello.describe_system(), "polls": {}}


def encoded(method, status, body, closes):
    content = json.dumps(body).encode() + b"\n"
    close = "Connection: close\r\n" if closes else ""
    head = f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\n{close}\r\n"
    return head.encode() + (b"" if method == "HEAD" else content)


async def serve_connection(reader, writer, save):
    with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.TimeoutError):
        closes = False
        while not closes:
            data = await asyncio.wait_for(reader.readuntil(HEAD_END), hello.IDLE_SECONDS)
            method, path, closes = head_of(data)
            status, body = answer_to(method, path, save)
            writer.write(encoded(method, status, body, closes))
            await writer.drain()
            if path != "/health":
                hello.log("request", method=method, path=path[:200], status=int(status))
    writer.close()


async def serve(listening, save):
    stopping = asyncio.Event()
    received = []
    events = asyncio.get_running_loop()

    def stop_on_signal():
        received.append(signal.Signals(signal.sigwait(hello.STOP_SIGNALS)).name)
        threading.Timer(hello.STOP_SECONDS, os._exit, [0]).start()
        events.call_soon_threadsafe(stopping.set)

    threading.Thread(target=stop_on_signal, daemon=True).start()
    handle = lambda reader, writer: serve_connection(reader, writer, save)
    server = await asyncio.start_server(handle, sock=listening, backlog=128)
    host, port = listening.getsockname()[:2]
    hello.log("listening", host=host, port=port, pid=os.getpid())
    await stopping.wait()
    server.close()
    await asyncio.sleep(DRAIN_SECONDS)
    hello.log("stopped", signal=received[0], uptime_seconds=round(time.monotonic() - hello.STARTED, 3))
    os._exit(0)


def main(save):
    """Serves until a stop signal. `save` stores a poll, or raises OSError."""
    (family, host), port = hello.read_bind(), hello.read_port()
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        hello.log("error", fd=2, error=f"cannot listen on {host} port {port}: {error.strerror}")
        sys.exit(1)
    asyncio.run(serve(listening, save))
