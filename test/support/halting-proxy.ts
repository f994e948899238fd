import { once } from "node:events";
import { createServer } from "node:net";
import { closeAll, passOn, type Open } from "./pass-on.ts";

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
  const open: Open = new Set();
  let halted = false;
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const sides = passOn(client, daemon, open);
    if (halted) for (const side of sides) side.pause();
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
      closeAll(server, open);
    },
  };
}
