import { execa } from "execa";
import { createServer } from "node:net";

/** Whether this machine lets us listen there right now. Only meaningful where the engine runs on this machine. */
export async function canListen(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => {
      resolve(false);
    });
    server.listen({ host: address, port, exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}

/** Name and id of the process that listens on a port of this machine, where the system tells. */
export async function listenerOn(port: number): Promise<string | undefined> {
  const result = await execa("ss", ["-Hltnp", `sport = :${port}`], { reject: false });
  // Systems without ss, or users who may not see other people's processes: the message then names no holder.
  if (result.failed) return undefined;
  const [, name, pid] = /users:\(\("([^"]+)",pid=(\d+)/.exec(result.stdout) ?? [];
  return name === undefined ? undefined : `${name}, process ${pid ?? "unknown"}`;
}
