"""Answers every request with 200 and nothing, for trials that need something to ask. Argument: the port, on 127.0.0.1."""

import asyncio
import sys

ANSWER = b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"


async def answer(reader, writer):
    try:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(ANSWER)
        await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def main():
    async with await asyncio.start_server(answer, "127.0.0.1", int(sys.argv[1])) as listening:
        await listening.serve_forever()


asyncio.run(main())
