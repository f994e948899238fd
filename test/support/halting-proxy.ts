import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** A socket before a daemon's, which can be made to pass nothing on, as if the daemon was paused. */
export interface HaltingProxy {
  /** As DOCKER_HOST takes it. */
  readonly address: string;
  halt(): void;
  goOn(): void;
  close(): void;
}

/**
 * @param path of the new socket
 * @param daemon path of the daemon's
 */
export async function haltingProxy(path: string, daemon: string): Promise<HaltingProxy> {
  const open = new Set<Socket>();
  let halted = false;
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const other = connect({ path: daemon, allowHalfOpen: true });
    for (const side of [client, other]) {
      open.add(side);
      side.on("close", () => open.delete(side));
      side.on("error", () => {
        client.destroy();
        other.destroy();
      });
      if (halted) side.pause();
    }
    client.pipe(other).pipe(client);
    if (halted) for (const side of [client, other]) side.pause();
  });
  server.listen(path);
  await once(server, "listening");
  return {
    address: `unix://${path}`,
    halt() {
      halted = true;
      for (const side of open) side.pause();
    },
    goOn() {
      halted = false;
      for (const side of open) side.resume();
    },
    close() {
      server.close();
      for (const side of open) side.destroy();
    },
  };
}
