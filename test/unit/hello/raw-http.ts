import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** Opens a connection to a loopback port. The caller destroys it. */
export async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  await once(socket, "connect");
  // What ends a connection is told by "close"; a reset is one of the endings that the tests provoke.
  socket.on("error", () => undefined);
  return socket;
}

/**
 * Sends bytes as they are and returns everything that comes back until the server closes. Rejects where it resets.
 * @param later what is sent, in two parts, after the end of the answer. @default nothing
 */
export async function exchange(port: number, request: string, later = ""): Promise<string> {
  const socket = await open(port);
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  socket.write(request, "latin1");
  await Promise.all([once(socket, "close"), hangUp(socket, later)]);
  return Buffer.concat(chunks).toString("latin1");
}

async function hangUp(socket: Socket, later: string): Promise<void> {
  await once(socket, "end");
  if (later !== "") {
    socket.write(later, "latin1");
    // A server that has gone answers the first part with a reset, which the second part is then told of.
    await sleep(50);
    socket.write(later, "latin1");
  }
  socket.end();
}

/** One answer, taken apart. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Takes apart the one answer in `text`. */
export function parseAnswer(text: string): Answer {
  const [head = "", body = ""] = text.split("\r\n\r\n", 2);
  const [statusLine = "", ...lines] = head.split("\r\n");
  const headers = Object.fromEntries(lines.map((line) => line.toLowerCase().split(": ", 2) as [string, string]));
  return { status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1]), headers, body };
}

/** A stand-in for a server: hands every connection to `serve`. */
export class Stub {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(serve: (socket: Socket) => void) {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on("error", () => undefined);
      serve(socket);
    });
  }

  /** Listens on a free loopback port. */
  async listen(): Promise<number> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, "close");
  }
}
