import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { pack } from "tar-stream";
import type { MachineFiles } from "./files.ts";
import type { Link } from "./network.ts";
import { guestRecipe } from "./recipe.ts";

/** The port of a Docker daemon that speaks TLS. */
export const tlsPort = 2376;

/** A file that a machine gets at its start. */
interface SeedFile {
  readonly name: string;
  readonly text: string;
  /** @default 0o600 */
  readonly mode?: number;
}

const proxyNames = ["http_proxy", "https_proxy", "no_proxy"];

/** Writes the second disk: what one machine has of its own, as a tar archive that its initramfs unpacks onto the first. */
export async function writeSeed(files: MachineFiles, link: Link, env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const archive = pack();
  for (const { name, text, mode = 0o600 } of await seedFiles(files, link, env)) archive.entry({ name, mode }, text);
  archive.finalize();
  await pipeline(archive, createWriteStream(files.seed, { mode: 0o600 }));
}

async function seedFiles({ ssh, tls }: MachineFiles, link: Link, env: NodeJS.ProcessEnv): Promise<SeedFile[]> {
  const text = (folder: string, name: string) => readFile(path.join(folder, name), "utf8");
  return [
    { name: "etc/ssh/ssh_host_ed25519_key", text: await text(ssh, "host_key") },
    { name: "root/.ssh/authorized_keys", text: await text(ssh, "identity.pub") },
    { name: "etc/docker/tls/ca.pem", text: await text(tls, "ca.pem") },
    { name: "etc/docker/tls/server-cert.pem", text: await text(tls, "server-cert.pem") },
    { name: "etc/docker/tls/server-key.pem", text: await text(tls, "server-key.pem") },
    { name: "etc/default/docker", text: dockerDefaults(link, env) },
    { name: "etc/systemd/network/10-host.network", text: linkUnit(link), mode: 0o644 },
  ];
}

/** The environment of the machine's Docker daemon: it listens with TLS on the link, and knows this host's proxies. */
export function dockerDefaults({ machine }: Link, env: NodeJS.ProcessEnv): string {
  const file = (name: string) => `/etc/docker/tls/${name}.pem`;
  const options = [
    ...["--host", `tcp://${machine}:${tlsPort}`, "--tlsverify", "--tlscacert", file("ca")],
    ...["--tlscert", file("server-cert"), "--tlskey", file("server-key")],
  ];
  const proxies = proxyNames.flatMap((name) => {
    const value = [env[name], env[name.toUpperCase()]].find((text) => text !== undefined && text !== "");
    return value === undefined ? [] : [`${name.toUpperCase()}=${value}`];
  });
  return [`DOCKER_OPTS="${options.join(" ")}"`, ...proxies, ""].join("\n");
}

function linkUnit({ machine }: Link): string {
  return [
    "[Match]",
    `MACAddress=${guestRecipe.cards.host}`,
    "[Network]",
    `Address=${machine}/30`,
    "LinkLocalAddressing=no",
    "IPv6AcceptRA=no",
    "",
  ].join("\n");
}
