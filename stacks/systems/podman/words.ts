import type { ContainerPlan } from "../../container-plan.ts";
import type { Scope } from "../../contract.ts";
import type { PublishedPort } from "../../deployment-plan.ts";

/** What a command line of a container depends on besides its plan. */
export interface ContainerContext {
  readonly scope: Scope;
  readonly published: PublishedPort;
  readonly host: PodmanHost;
  /** Reference of an image by its name in the rendering. */
  readonly imageOf: (name: string) => string;
  /** Names on the system, by those in the rendering. */
  readonly networkOf: (name: string) => string;
  readonly volumeOf: (name: string) => string;
  readonly containerOf: (name: string) => string;
  /** Folder of the host with the files of a delivered mount. */
  readonly folderOf: (mount: Extract<ContainerPlan["mounts"][number], { readonly kind: "delivered" }>) => string;
}

/** What podman cannot find out of its host by itself. */
export interface PodmanHost {
  /** Limits, `soft:hard`, that a container gets instead of podman's own, which some hosts do not allow to be raised. @default podman's own */
  readonly ulimits?: { readonly nofile: string; readonly nproc: string };
  /** Whether its systemd runs health checks at their times. @default a program of ours does */
  readonly runsChecks?: boolean;
  /** Path of the init for containers, where podman does not look for it. @default podman's own */
  readonly init?: string;
}

/** A word of an option that podman reads as a list with commas, such as a label. */
export function csv(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Options for labels. */
export function labelWords(labels: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(labels).flatMap(([name, value]) => ["--label", csv(`${name}=${value}`)]);
}

/** The name that podman gives an image that Docker knows by a name without a registry. */
export function localName(reference: string): string {
  const [first = ""] = reference.split("/");
  const hasRegistry = reference.includes("/") && (/[.:]/.test(first) || first === "localhost");
  return hasRegistry ? reference : `localhost/${reference}`;
}
