import type { Outside } from "../tools.ts";
import type { ProbeSource } from "./host-probe.ts";

/** Name of the link in the namespace; both ends of it are made together. */
const inside = "lab0";

/**
 * Makes a network namespace that is linked to Docker's host as another machine is to its router, and that Docker knows nothing of: Docker
 * sends what comes from its own bridges to a published port through docker-proxy, and forwards what comes from anywhere else.
 * It is removed with its container.
 * @param name of the container @param instance six hexadecimal digits, which decide the addresses
 */
export async function makeOutside(
  { docker, image, labels }: ProbeSource,
  { name, instance }: { readonly name: string; readonly instance: string },
  signal: AbortSignal,
): Promise<Outside> {
  const { here, there } = addressesFor(instance);
  const base = [...labels, "--cap-drop", "ALL", "--cap-add", "NET_ADMIN"];
  await docker.attempt(["rm", "--force", name]);
  await docker.run([
    "run",
    "--detach",
    "--init",
    "--name",
    name,
    ...base,
    "--network",
    "none",
    image,
    "sleep",
    "infinity",
  ]);
  const pid = (await docker.run(["inspect", "--format", "{{.State.Pid}}", name])).trim();
  const link = `ca${instance}`;
  const commands = [
    `ip link add ${link} type veth peer name ${inside} netns ${pid}`,
    `ip address add ${here}/30 dev ${link}`,
    `ip link set ${link} up`,
  ];
  await docker.run(
    ["run", "--rm", ...base, "--network", "host", "--pid", "host", image, "sh", "-ec", commands.join("\n")],
    { signal },
  );
  const ends = [`ip address add ${there}/30 dev ${inside}`, `ip link set ${inside} up`];
  await docker.run(["exec", name, "sh", "-ec", ends.join("\n")], { signal });
  return { container: name, hostAddress: here };
}

/** Two addresses of a network of four, from the range that is reserved for tests of network devices (RFC 2544). */
export function addressesFor(instance: string): { readonly here: string; readonly there: string } {
  const block = 4 * (Number.parseInt(instance.slice(0, 6), 16) % 16_384);
  const address = (last: number) => `198.19.${Math.floor(block / 256)}.${(block % 256) + last}`;
  return { here: address(1), there: address(2) };
}
