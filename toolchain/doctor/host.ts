import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { createServer } from "node:net";
import { cacheRoot } from "../cache.ts";
import { projectRoot } from "../environment.ts";
import { formatBytes, freeBytes } from "../host/disk.ts";
import type { Finding } from "./finding.ts";

const comfortableBytes = 8e9;
const minimumBytes = 1.5e9;
const usualPort = 8080;

/** The machine that the commands run on. */
export async function examineHost(): Promise<Finding[]> {
  return Promise.all([kvm(), disk("disk (cache)", cacheRoot()), disk("disk (project)", projectRoot), port(usualPort)]);
}

async function kvm(): Promise<Finding> {
  try {
    await access("/dev/kvm", constants.R_OK | constants.W_OK);
    return { area: "kvm", status: "ok", found: "/dev/kvm can be used" };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return {
      area: "kvm",
      status: "warn",
      found: code === "ENOENT" ? "no /dev/kvm" : "/dev/kvm may not be used by this user",
      remedy: "only virtual machines need it: enable virtualisation, or join the group kvm.",
    };
  }
}

async function disk(area: string, place: string): Promise<Finding> {
  const free = await freeBytes(place);
  const found = `${formatBytes(free)} free at ${place}`;
  if (free >= comfortableBytes) return { area, status: "ok", found };
  return {
    area,
    status: free < minimumBytes ? "lack" : "warn",
    found,
    remedy:
      "building Pulumi takes 5 GB, the base image 1.5 GB: docker system prune, go clean -cache, or set XDG_CACHE_HOME.",
  };
}

async function port(number: number): Promise<Finding> {
  const free = await new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once("error", () => {
      resolve(false);
    });
    server.listen(number, "127.0.0.1", () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
  return {
    area: `port ${number}`,
    status: free ? "ok" : "warn",
    found: free ? "free" : "taken",
    ...(free ? {} : { remedy: "nothing, unless the config asks for this port: deployments choose a free one." }),
  };
}
