import type { Loss } from "../../errors/loss.ts";
import type { DeliveredFile } from "../container-plan.ts";
import type { HostFacts } from "../contract.ts";
import { composeFile } from "./compose.ts";
import type { Ejectable } from "./ejectable.ts";
import { kubernetesFile } from "./kubernetes.ts";
import { uploadPath } from "./quadlet-extras.ts";
import { quadletFiles } from "./quadlet.ts";

/** A file that is written, by its path below the folder. */
export interface WrittenFile {
  readonly path: string;
  readonly content: string | Uint8Array;
  readonly mode: number;
}

/** A deployment for another program. */
export interface Written {
  readonly files: readonly WrittenFile[];
  readonly losses: readonly Loss[];
  /** What to type, in the folder, to run it. */
  readonly commands: readonly string[];
}

/** The host that files are written for, where nothing is known of it. */
export function assumedHost(cgroupVersion: HostFacts["cgroupVersion"]): HostFacts {
  return { cgroupVersion, containersCgroup: "docker" };
}

type Target = (plan: Ejectable) => Written;

/** Compose has no key for a container's own cgroups. */
function lostCgroups({ rendering }: Ejectable): readonly Loss[] {
  const those = rendering.containers.filter(({ grants }) => grants.ownCgroups === true);
  const why = "Compose has no key for them: an init system that makes cgroups does not start";
  return those.map(({ name }) => ({ kind: "refused", what: `${name}: writable cgroups of its own`, why }));
}

/** What a deployment can be written for. */
export const targets = {
  dockerfiles: (plan) => ({
    files: [],
    losses: [
      {
        kind: "refused",
        what: "containers, networks and volumes",
        why: "Dockerfiles make images only: --target compose has all of it",
      },
    ],
    commands: plan.images.map(({ reference, context }) => `docker build --tag ${reference} ${context}`),
  }),
  compose: (plan) => ({
    files: [text("compose.yaml", composeFile(plan, ".")), ...delivered(plan)],
    losses: [...secretsToPut(plan), ...lostCgroups(plan)],
    commands: ["docker compose up --detach --build --wait"],
  }),
  quadlet: (plan) => {
    const { files, losses } = quadletFiles(plan, "%h/deployment");
    return {
      files: [
        ...files.map(({ name, content }) => text(`quadlet/${name}`, content)),
        ...delivered(plan),
        ...uploads(plan),
      ],
      losses: [...losses, ...secretsToPut(plan)],
      commands: [
        "ln -s $PWD ~/deployment",
        "mkdir -p ~/.config/containers/systemd",
        "cp quadlet/* ~/.config/containers/systemd/",
        "systemctl --user daemon-reload",
        `systemctl --user start ${plan.rendering.containers.map(({ name }) => `${name}.service`).join(" ")}`,
      ],
    };
  },
  kubernetes: (plan) => {
    const { content, losses } = kubernetesFile(plan);
    return {
      files: [text("kubernetes.yaml", content)],
      losses,
      commands: [
        ...plan.images.map(
          ({ reference, context }) =>
            `docker build --tag ${reference} ${context}, and push it where the cluster finds it`,
        ),
        "kubectl apply --filename kubernetes.yaml",
      ],
    };
  },
} satisfies Readonly<Record<string, Target>>;

export type TargetName = keyof typeof targets;

/** The build contexts of all images. */
export function contextFiles({ images }: Ejectable): readonly WrittenFile[] {
  return images.flatMap(({ context, files }) =>
    files.map(({ path, content, mode }) => ({
      path: `${context}/${path}`,
      content: typeof content === "string" ? content : Buffer.from(content.base64, "base64"),
      mode,
    })),
  );
}

function text(path: string, content: string): WrittenFile {
  return { path, content, mode: 0o644 };
}

function deliveredOf({ rendering }: Ejectable): readonly { readonly folder: string; readonly file: DeliveredFile }[] {
  const found = new Map<string, { readonly folder: string; readonly file: DeliveredFile }>();
  for (const mount of rendering.containers.flatMap(({ mounts }) => mounts)) {
    if (mount.kind !== "delivered") continue;
    const folder = `delivered/${mount.name}`;
    for (const file of mount.files) found.set(`${folder}/${file.path}`, { folder, file });
  }
  return [...found.values()];
}

/** Configuration. Secrets are not written anywhere. */
function delivered(plan: Ejectable): readonly WrittenFile[] {
  return deliveredOf(plan).flatMap(({ folder, file: { path, mode, content } }) =>
    "base64" in content ? [{ path: `${folder}/${path}`, content: Buffer.from(content.base64, "base64"), mode }] : [],
  );
}

/** Files that a target mounts from the disk, since it has no place for their text. */
function uploads({ rendering }: Ejectable): readonly WrittenFile[] {
  return rendering.containers.flatMap(({ name, extras }) =>
    (extras?.uploads ?? []).flatMap(({ content, mode }, index) =>
      "text" in content ? [{ path: uploadPath(name, index), content: content.text, mode }] : [],
    ),
  );
}

function secretsToPut(plan: Ejectable): readonly Loss[] {
  return deliveredOf(plan).flatMap(({ folder, file: { path, owner, mode, content } }): Loss[] => {
    if (!("secret" in content)) return [];
    const bits = mode.toString(8).padStart(4, "0");
    return [
      {
        kind: "changed",
        what: `secret ${content.secret}`,
        why: `put its value into ${folder}/${path}, owner ${owner.uid}:${owner.gid}, mode ${bits}`,
      },
    ];
  });
}
