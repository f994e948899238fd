import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/**
 * Ports below those that the kernel gives to connections (from 32768, on Linux), and not those that stacks choose (20000 to 29999): a free
 * one stays free until the test uses it.
 */
const [lowest, highest] = [10_000, 19_999];

/** A free port of this machine's loopback address. */
export async function freePort(): Promise<number> {
  for (let attempt = 1; attempt <= 50; attempt += 1) {
    const port = randomInt(lowest, highest + 1);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port from ${lowest} to ${highest} was found`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen({ host: "127.0.0.1", port });
  try {
    await once(server, "listening");
  } catch {
    return false;
  }
  server.close();
  await once(server, "close");
  return true;
}
