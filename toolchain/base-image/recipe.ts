import { createHash } from "node:crypto";
import { versions } from "../versions.ts";

/** Everything that decides what is in the base image; its hash is the image's tag. */
export const recipe = {
  suite: versions.debian.suite,
  variant: "minbase",
  /** Removed once the packages are unpacked, and kept out of what is installed later. */
  excluded: [
    "/usr/share/doc/*",
    "/usr/share/man/*",
    "/usr/share/info/*",
    "/usr/share/locale/*",
    "/usr/share/lintian/*",
    "/usr/share/groff/*",
    "/usr/share/linda/*",
  ],
  /** Emptied: differs between two builds, or is of no use in an image. */
  emptied: [
    "/var/cache/apt",
    "/var/lib/apt/lists",
    "/var/log",
    "/var/cache/ldconfig",
    "/var/cache/debconf",
    "/tmp",
    "/run",
  ],
  /** Written into the root file system. */
  files: {
    "/etc/apt/apt.conf.d/90slim": [
      'APT::Keep-Downloaded-Packages "false";',
      'APT::Install-Recommends "false";',
      'Acquire::Languages "none";',
      'Dir::Cache::pkgcache "";',
      'Dir::Cache::srcpkgcache "";',
      "",
    ].join("\n"),
    "/etc/dpkg/dpkg.cfg.d/90speed": "force-unsafe-io\n",
    "/etc/machine-id": "",
    "/etc/hostname": "localhost\n",
    "/etc/resolv.conf": "",
  },
  /** Packages may not start services while an image is built. */
  policy: "#!/bin/sh\nexit 101\n",
  command: ["bash"],
  modifiedAt: "2024-01-01T00:00:00Z",
} as const;

/** Eight digits that change with the recipe. */
export function recipeHash(): string {
  return createHash("sha256").update(JSON.stringify(recipe)).digest("hex").slice(0, 8);
}

/** Name of the image that setup builds if none can be pulled; known without building it. */
export function baseImageName(): string {
  return `container-approaches/base:${recipe.suite}-${recipeHash()}`;
}

/** dpkg's own configuration, so that packages installed later stay as slim as the base. */
export function dpkgExclusions(): string {
  return recipe.excluded.map((pattern) => `path-exclude=${pattern}\n`).join("");
}
