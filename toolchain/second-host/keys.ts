import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { run } from "../host/run.ts";
import { shellQuote } from "../shell-env.ts";
import type { Work } from "../work.ts";
import type { MachineFiles } from "./files.ts";
import type { Link } from "./network.ts";

const days = "3650";

/** Makes the keys and certificates of one machine. Private ones have the mode 0600, in folders with 0700. */
export async function makeKeys(
  work: Work,
  { ssh, tls, instance, control }: MachineFiles,
  { machine }: Link,
): Promise<void> {
  for (const folder of [ssh, tls, path.join(ssh, "bin")]) await mkdir(folder, { recursive: true, mode: 0o700 });
  const comment = `container-approaches-${instance}`;
  for (const name of ["identity", "host_key"]) {
    await run(work, "ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", path.join(ssh, name)]);
  }
  const hostKey = await readFile(path.join(ssh, "host_key.pub"), "utf8");
  await writeFile(path.join(ssh, "known_hosts"), `${machine} ${hostKey}`);
  await writeFile(path.join(ssh, "ssh_config"), sshConfig(ssh, machine, control));
  const program = path.join(ssh, "bin", "ssh");
  await writeFile(program, sshProgram(ssh));
  await chmod(program, 0o755);
  await makeCertificates(work, tls, machine);
}

/**
 * ssh's configuration for the machine: its own key, and no other host key than the machine's. Sessions share the connection that `up` opens,
 * because a docker client asks for one at each request, and a new connection takes an emulated machine seconds.
 */
export function sshConfig(folder: string, machine: string, control: string): string {
  // A percent sign would begin one of ssh's own variables.
  const quoted = (name: string) => `"${path.join(folder, name).replaceAll("%", "%%")}"`;
  return [
    `Host ${machine}`,
    "  User root",
    `  IdentityFile ${quoted("identity")}`,
    "  IdentitiesOnly yes",
    `  UserKnownHostsFile ${quoted("known_hosts")}`,
    "  GlobalKnownHostsFile /dev/null",
    "  StrictHostKeyChecking yes",
    "  BatchMode yes",
    "  ConnectTimeout 60",
    "  ControlMaster no",
    `  ControlPath ${control}`,
    "",
    // Every other host stays the user's: the system's own file is read by the user's, or below.
    "Match all",
    "  Include ~/.ssh/config",
    "  Include /etc/ssh/ssh_config",
    "",
  ].join("\n");
}

/** A program named ssh that knows the machine: docker clients take the ssh that they find on PATH, and pass it no configuration. */
export function sshProgram(folder: string): string {
  return [
    "#!/bin/sh",
    "# Written by npm run host: ssh as it is, with the keys of this clone's machine.",
    `own=${shellQuote(path.join(folder, "bin"))}`,
    'rest=$(printf %s "$PATH" | tr : \'\\n\' | grep -vxF "$own" | paste -sd : -)',
    `PATH=$rest exec ssh -F ${shellQuote(path.join(folder, "ssh_config"))} "$@"`,
    "",
  ].join("\n");
}

/** An authority, a server's certificate by it for the machine's address, and a client's. The authority's key is not kept. */
async function makeCertificates(work: Work, folder: string, machine: string): Promise<void> {
  const create = async (name: string, certificate: string, key: string, more: readonly string[]) => {
    await run(
      work,
      "openssl",
      [
        ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", days],
        ...["-subj", `/CN=${name}`, "-keyout", key, "-out", certificate, ...more],
      ],
      { cwd: folder },
    );
    await chmod(path.join(folder, key), 0o600);
  };
  await create("authority", "ca.pem", "ca-key.pem", []);
  const signed = ["-CA", "ca.pem", "-CAkey", "ca-key.pem", "-addext", "basicConstraints=critical,CA:FALSE"];
  await create("client", "cert.pem", "key.pem", [...signed, "-addext", "extendedKeyUsage=clientAuth"]);
  const server = [...signed, "-addext", `subjectAltName=IP:${machine}`, "-addext", "extendedKeyUsage=serverAuth"];
  await create(machine, "server-cert.pem", "server-key.pem", server);
  await run(work, "rm", ["ca-key.pem"], { cwd: folder });
}
