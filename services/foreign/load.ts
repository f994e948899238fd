import { existsSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { lossLines, type Loss } from "../../errors/loss.ts";
import { UserError } from "../../errors/user-error.ts";
import { placed } from "../compose/fault.ts";
import { isFile, usualFiles } from "../compose/files.ts";
import { readCompose, type ComposeProject } from "../compose/read.ts";
import type { Workload } from "../contract.ts";
import { asWorkload } from "./as-workload.ts";
import type { ForeignImage, ForeignService, ForeignWorkload, ImageFacts } from "./contract.ts";
import { fromCompose } from "./from-compose.ts";
import { grants, type Grant } from "./grant-names.ts";
import { neededBy } from "./grants.ts";
import { resolved } from "./resolve.ts";

/** Gets an image by building or pulling it, and reads what it says of itself. @returns why not, if it cannot be had */
export type ImageSource = (image: ForeignImage, service: string) => Promise<ImageFacts | string>;

export interface ComposeWish {
  /** A Compose file, a folder with one, or several files with colons between them, of which the later say something over the earlier. */
  readonly workload: string;
  /** Folder that the path counts from. */
  readonly from: string;
  readonly profiles: readonly string[];
  readonly grants: readonly Grant[];
  readonly env: NodeJS.ProcessEnv;
}

/** A Compose project, and values of secrets that are variables of the shell or of .env. */
export interface LoadedCompose {
  readonly workload: Workload;
  /** By the variable's name. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Whether a configured workload is a Compose file, or a folder with one, and not a name of services/. */
export function isComposePath(workload: string): boolean {
  return workload.includes("/") || /\.ya?ml$/.test(workload);
}

/**
 * Reads a Compose project, and gets its images.
 * @throws UserError for what the user can fix, before anything is built or pulled where that is possible
 */
export async function loadCompose(wish: ComposeWish, images: ImageSource): Promise<LoadedCompose> {
  const { foreign, losses, notes, variables } = await checkCompose(wish);
  const facts = await factsOf(foreign.services, images);
  const services = foreign.services.map((service) => {
    const found = facts.get(service.name);
    if (found === undefined) throw new Error(`the image of ${service.name} was not read`);
    return resolved(service, found);
  });
  return {
    workload: asWorkload(foreign, services, { grants: wish.grants, warnings: [...notes, ...lossLines(losses)] }),
    variables,
  };
}

/** A project without its images. */
export interface CheckedCompose extends Pick<LoadedCompose, "variables"> {
  readonly foreign: ForeignWorkload;
  readonly losses: readonly Loss[];
  readonly notes: readonly string[];
}

/** Reads a Compose project, and gets none of its images. @throws UserError for what the user can fix */
export async function checkCompose(wish: ComposeWish): Promise<CheckedCompose> {
  const files = await composeFiles(resolve(wish.from, wish.workload), wish);
  // Profiles of the environment count where the configuration names none.
  const profiles = wish.profiles.length === 0 ? {} : { profiles: wish.profiles };
  const project = await readCompose({ files, env: wish.env, ...profiles });
  const { workload: foreign, losses } = fromCompose(project);
  refuseUngranted(foreign, dirname(files[0] ?? ""), wish.grants);
  return { foreign, losses, notes: project.notes, variables: variablesOf(foreign, project) };
}

async function composeFiles(path: string, { workload, from }: ComposeWish): Promise<readonly string[]> {
  if (await isFile(path)) return [path];
  const parts = workload.split(":").map((part) => resolve(from, part));
  if (parts.length > 1 && (await Promise.all(parts.map(isFile))).every(Boolean)) return parts;
  const found = existsSync(path) ? await usualFiles(path) : [];
  if (found.length > 0) return found;
  throw new UserError({
    found: `There is no Compose file ${workload}${existsSync(path) ? ": the folder has none" : ""}.`,
    allowed: "a file, or a folder with compose.yaml or docker-compose.yml; several files with colons between them",
    remedy: "give its path",
  });
}

/** @throws UserError with a line for each service that reaches beyond its container */
function refuseUngranted({ services }: ForeignWorkload, folder: string, granted: readonly Grant[]): void {
  const needed = services.flatMap((service) =>
    neededBy(service, folder, real)
      .filter(({ grant }) => !granted.includes(grant))
      .map((one) => ({ ...one, service })),
  );
  if (needed.length === 0) return;
  const lines = needed.map(
    ({ service, grant, because }) => `${placed(service.at)}: ${service.name}: ${because}: ${grants[grant]} (${grant})`,
  );
  const names = [...new Set([...granted, ...needed.map(({ grant }) => grant)])];
  throw new UserError({
    found: `The Compose file asks for more than a container of its own:\n${lines.join("\n")}`,
    allowed: "what the stack's configuration grants by name",
    remedy: `take it out of the file, or, if you trust the images with it: ./pulumiw config set grants '${JSON.stringify(names)}'`,
  });
}

/** Where a path leads to; the path itself if nothing is there. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // Of a path that is not there the folder may still be a link.
    const parent = dirname(path);
    return parent === path ? path : join(real(parent), path.slice(parent.length));
  }
}

/** @throws UserError for one that is not set */
function variablesOf({ services }: ForeignWorkload, { lookup }: ComposeProject): Readonly<Record<string, string>> {
  const wanted = services.flatMap((service) =>
    service.files.flatMap(({ source }) => (source.kind === "variable" ? [{ service, name: source.name }] : [])),
  );
  return Object.fromEntries(
    wanted.map(({ service, name }) => {
      const value = lookup(name);
      if (value !== undefined) return [name, value] as const;
      throw new UserError({
        found: `${placed(service.at)}: the service ${service.name} has a secret or a config from the variable ${name}, which is not set.`,
        allowed: "a variable of the shell or of the file .env",
        remedy: `export ${name}=VALUE`,
      });
    }),
  );
}

/** @throws UserError with a line for each image that cannot be had */
async function factsOf(
  services: readonly ForeignService[],
  images: ImageSource,
): Promise<ReadonlyMap<string, ImageFacts>> {
  const answers = await Promise.all(
    services.map(async (service) => [service, await images(service.image, service.name)] as const),
  );
  const failed = answers.flatMap(([{ name, at }, answer]) =>
    typeof answer === "string" ? [`${placed(at)}: ${name}: ${answer}`] : [],
  );
  if (failed.length > 0) {
    throw new UserError({
      found: `${failed.length === 1 ? "An image" : `${failed.length} images`} cannot be had:\n${failed.join("\n")}`,
      allowed: "images that Docker has, that a registry gives, or that build makes",
      remedy: "docker load --input FILE, where there is no registry",
    });
  }
  return new Map(
    answers.flatMap(([{ name }, answer]) => (typeof answer === "string" ? [] : [[name, answer] as const])),
  );
}
