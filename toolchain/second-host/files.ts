import path from "node:path";
import { hashOf } from "../cache.ts";
import { projectRoot } from "../environment.ts";

/** Where a clone keeps its machine, and what the machine is called on this host. */
export interface MachineFiles {
  /** Six digits from the folder's address: two clones have two machines. */
  readonly instance: string;
  readonly folder: string;
  /** What `up` decided, as JSON. */
  readonly record: string;
  readonly lock: string;
  /** Written by QEMU itself. */
  readonly pid: string;
  /** What differs from the cached image. */
  readonly disk: string;
  /** The second disk: a tar archive with keys and addresses. */
  readonly seed: string;
  /** What the kernel and systemd print. */
  readonly console: string;
  /** Keys for ssh: identity, identity.pub, known_hosts, ssh_config, and bin/ssh, a program that uses them. */
  readonly ssh: string;
  /** Certificates: ca.pem, cert.pem, key.pem, and the server's. */
  readonly tls: string;
  /** Socket of the connection that ssh's sessions share. Short, whatever the clone's address: a socket's name has at most 107 characters. */
  readonly control: string;
  /** Of the link between host and machine; at most 15 characters. */
  readonly link: string;
}

/** @param state folder of the clone's state */
export function machineFiles(state: string = path.join(projectRoot, ".state")): MachineFiles {
  const folder = path.join(state, "second-host");
  const instance = hashOf([folder]).slice(0, 6);
  const file = (name: string) => path.join(folder, name);
  return {
    instance,
    folder,
    record: file("machine.json"),
    // Beside the folder, so that removing the folder does not remove a lock that is held.
    lock: path.join(state, "second-host.lock"),
    pid: file("qemu.pid"),
    disk: file("disk.qcow2"),
    seed: file("seed.tar"),
    console: file("console.log"),
    ssh: file("ssh"),
    tls: file("tls"),
    control: `/run/ca-vm-${instance}.ssh`,
    link: `ca-vm-${instance}`,
  };
}
