import { cp, mkdir } from "node:fs/promises";
import path from "node:path";
import { run } from "../host/run.ts";
import { smallProxies } from "../host/small-proxies.ts";
import { shellQuote } from "../shell-env.ts";
import type { Work } from "../work.ts";
import { ensureArchive } from "./build.ts";

/** Unpacks the base image into a folder, which is made. Needs root. */
export async function unpackBase(work: Work, root: string): Promise<void> {
  const archive = await ensureArchive(work);
  await mkdir(root);
  work.update("unpacks the base image");
  await run(work, "tar", ["-C", root, "-xf", archive]);
}

/**
 * Runs a script of sh as root in a root file system, with the host's network: for the installation of packages. In namespaces of its own: its mounts
 * and processes vanish with it, however it ends.
 * @throws ProcessFailure if it fails
 */
export async function runInRoot(
  work: Work,
  root: string,
  script: string,
  onLine: (line: string) => void = () => undefined,
): Promise<void> {
  await cp("/etc/resolv.conf", path.join(root, "etc/resolv.conf"), { dereference: true });
  const quoted = shellQuote(root);
  const commands = [
    "set -e",
    `mount --bind ${quoted} ${quoted}`,
    `mount -t proc proc ${quoted}/proc`,
    `mount --rbind /dev ${quoted}/dev`,
    `exec chroot ${quoted} /bin/sh -c ${shellQuote(script)}`,
  ];
  await run(work, "unshare", ["--mount", "--pid", "--fork", "--kill-child", "sh", "-c", commands.join("\n")], {
    env: { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", ...smallProxies() },
    onLine,
  });
}
