import { connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { isLocal, testEngine } from "./engine.ts";
import { skip } from "./skip.ts";

/** Path of the socket of the daemon that the tests deploy to; skips the suite if it has none on this machine. */
export async function daemonSocket(context: Mocha.Context): Promise<string> {
  const docker = await testEngine();
  if (!isLocal(docker)) skip(context, "the daemon of this machine has no local socket to put another before");
  return docker.endpoint.host.slice("unix://".length);
}

/** Connections to a server that go on to a daemon, both sides of each; those that are closed leave. */
export type Open = Set<Duplex>;

/**
 * Passes a connection on, in both directions, and ends both sides if one fails. The server must have `allowHalfOpen`: a client that has sent all
 * its input still waits for the output.
 * @param daemon path of the daemon's socket
 * @returns both sides
 */
export function passOn(client: Socket, daemon: string, open: Open): readonly [Socket, Socket] {
  const other = connect({ path: daemon, allowHalfOpen: true });
  for (const side of [client, other]) {
    open.add(side);
    side.on("close", () => open.delete(side));
    side.on("error", () => {
      client.destroy();
      other.destroy();
    });
  }
  client.pipe(other).pipe(client);
  return [client, other];
}

/** Stops listening, and ends what is open. */
export function closeAll(server: { close(): unknown }, open: Open): void {
  server.close();
  for (const side of open) side.destroy();
}
