import { execa } from "execa";
import { eventually } from "./eventually.ts";

/** A host behind this one: a network namespace with a listener, reachable only by forwarded traffic. */
export interface Outside {
  readonly address: string;
  readonly port: number;
  remove(): Promise<void>;
}

const port = 7777;

/** Two addresses for each process, because several may have an outside at the same time. */
function addresses(): { readonly here: string; readonly there: string } {
  const block = 4 * (process.pid % 16_384);
  // From the range that is reserved for tests of network devices.
  const address = (last: number) => `198.18.${Math.floor(block / 256)}.${(block % 256) + last}`;
  return { here: address(1), there: address(2) };
}

/** Whether this machine can create one. */
export async function canHaveOutside(): Promise<boolean> {
  const { failed } = await execa("ip", ["netns", "list"], { reject: false });
  return !failed && process.getuid?.() === 0;
}

/** Creates one; remove it afterwards. */
export async function makeOutside(): Promise<Outside> {
  const name = `ca-out-${process.pid}`;
  const link = `ca-o${process.pid}`.slice(0, 14);
  const { here, there } = addresses();
  const inside = ["netns", "exec", name, "ip"];
  await ip(["netns", "add", name]);
  await ip(["link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", name]);
  await ip(["addr", "add", `${here}/30`, "dev", link]);
  await ip(["link", "set", link, "up"]);
  await ip([...inside, "addr", "add", `${there}/30`, "dev", "eth0"]);
  await ip([...inside, "link", "set", "eth0", "up"]);
  // Probes close the connection at once, which is an error that must not end the listener.
  const answer = `(socket) => { socket.on("error", () => undefined); socket.end("outside"); }`;
  const program = `require("net").createServer(${answer}).listen(${port}, "${there}")`;
  const listener = execa("ip", ["netns", "exec", name, process.execPath, "-e", program], { reject: false });
  await eventually(() => execa("bash", ["-c", `</dev/tcp/${there}/${port}`]), { deadlineMs: 5_000 });
  return {
    address: there,
    port,
    async remove() {
      listener.kill("SIGKILL");
      await listener;
      await ip(["netns", "del", name]);
    },
  };
}

async function ip(args: readonly string[]): Promise<void> {
  await execa("ip", args);
}
