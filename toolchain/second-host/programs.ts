import { UserError } from "../../errors/user-error.ts";
import { canInstallPackages, installPackages } from "../host/apt.ts";
import { onPath } from "../host/programs.ts";
import type { Work } from "../work.ts";

/** Programs that a machine takes, each with Debian's package of it. */
const needed: Readonly<Record<string, string>> = {
  "qemu-system-x86_64": "qemu-system-x86",
  "qemu-img": "qemu-utils",
  "ssh-keygen": "openssh-client",
  openssl: "openssl",
  mke2fs: "e2fsprogs",
  ip: "iproute2",
};

/**
 * Finds what a machine takes, and installs what is missing where that is possible. It says so before.
 * @throws UserError on another processor, without root, or where packages cannot be installed
 */
export async function requirePrograms(work: Work): Promise<void> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new UserError({
      found: `This host is ${process.platform} on ${process.arch}; the second host's image is made for Linux on x64.`,
      allowed: "Linux on x64",
      remedy: "run npm run host on such a host, or name a Docker daemon of yours with DOCKER_HOST.",
    });
  }
  if (process.getuid?.() !== 0) {
    throw new UserError({
      found: "npm run host makes a network device and a root file system, which needs root.",
      remedy: "run it as root: sudo npm run host -- up.",
    });
  }
  const missing = await missingPackages();
  if (missing.length === 0) return;
  if (!(await canInstallPackages())) {
    throw new UserError({
      found: `The second host needs programs that are not here: those of ${missing.join(", ")}.`,
      remedy: "install them with this distribution's package manager; Debian's names are above.",
    });
  }
  work.note(`installs packages that the second host needs: ${missing.join(" ")}`);
  await installPackages(work, missing);
}

async function missingPackages(): Promise<string[]> {
  const found = await Promise.all(
    Object.entries(needed).map(async ([program, name]) => ((await onPath(program)) === undefined ? [name] : [])),
  );
  return [...new Set(found.flat())];
}
