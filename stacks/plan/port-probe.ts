import { execa } from "execa";
import { createServer } from "node:net";

/** Whether a port of this machine is free now. Useful only if the containers run on this machine. */
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

/** Name and PID of the process that listens on a port of this machine; undefined if that cannot be found out. */
export async function listenerOn(port: number): Promise<string | undefined> {
  const result = await execa("ss", ["-Hltnp", `sport = :${port}`], { reject: false });
  // There is no ss, or the user may not see other users' processes.
  if (result.failed) return undefined;
  const [, name, pid] = /users:\(\("([^"]+)",pid=(\d+)/.exec(result.stdout) ?? [];
  return name === undefined ? undefined : `${name}, process ${pid ?? "unknown"}`;
}
