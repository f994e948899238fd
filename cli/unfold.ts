import { Command } from "commander";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { connectedClient, type DockerClient } from "../docker/client.ts";
import { imageEnv, imageStart, withImageRoot, type ImageStart } from "../docker/image-root.ts";
import { besideContainer, mountsOf, publishedPorts, startWatched } from "../docker/observe.ts";
import { UserError } from "../errors/user-error.ts";
import { composeFileOf, serviceNames } from "../services/unfold/compose-file.ts";
import type { Found, ImageConfig, ImageFiles } from "../services/unfold/contract.ts";
import { couplingsOf } from "../services/unfold/couplings.ts";
import { findPrograms, knownSupervisors } from "../services/unfold/find.ts";
import { imageFiles } from "../services/unfold/image-files.ts";
import { withMounts } from "../services/unfold/mounted.ts";
import { observationFrom } from "../services/unfold/observation.ts";
import { observed, type Observed } from "../services/unfold/observed.ts";
import { reportOf, reportText } from "../services/unfold/report.ts";
import { preferredBaseImages } from "../stacks/base-images.ts";
import { baseImageName } from "../toolchain/base-image/recipe.ts";
import { projectRoot } from "../toolchain/environment.ts";

interface Options {
  readonly out?: string;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly strict?: boolean;
  readonly observe?: boolean;
  readonly container?: string;
  readonly seconds: string;
  readonly env: readonly string[];
}

/** Reads what runs in a fat image, and writes a Compose file that runs it apart. */
export async function main(args: string[], signal?: AbortSignal): Promise<number> {
  let code = 0;
  const program = new Command("npm run unfold --")
    .description(
      "Reads the supervisor's configuration in an image, and writes a Compose file in which every service has a container of its own, from the same image,\n" +
        "with a report: what became of each program, and what is still to decide. Nothing of the image runs, unless it is to be observed.",
    )
    .argument("<image>", "an image that Docker has")
    .option("--out <folder>", "where compose.yaml and report.md go. Default: a folder of the image's name, here")
    .option("--force", "replace compose.yaml and report.md if they are there")
    .option(
      "--observe",
      "run the image for a while, and find out who listens, who connects to whom, and which files are shared",
    )
    .option("--container <name>", "with --observe: watch this container, which runs, instead of a new one")
    .option("--seconds <number>", "with --observe: for how long", "30")
    .option("--env <name=value...>", "with --observe: variables that the image needs", [])
    .option("--json", "print the report as JSON")
    .option("--strict", "exit with 1 if something is left to decide, for CI")
    .exitOverride()
    .action(async (image: string, options: Options) => {
      code = await unfold(image, options, signal);
    });
  await program.parseAsync(args, { from: "user" });
  return code;
}

async function unfold(image: string, options: Options, signal: AbortSignal | undefined): Promise<number> {
  const { out, json, strict, force = false } = options;
  const seconds = checkedSeconds(options);
  const folder = resolve(process.env.INIT_CWD ?? process.cwd(), out ?? image.replaceAll(/[^A-Za-z0-9._-]+/g, "-"));
  if (!force) refuseToReplace(folder, ["compose.yaml", "report.md"]);
  const docker = await connectedClient();
  const config = configOf(await imageStart(docker, image));
  const files = await withImageRoot(docker, image, imageFiles);
  const found = findPrograms(files, config);
  if (found === undefined || found.programs.length === 0) {
    const starts = [...config.entrypoint, ...config.command].join(" ");
    throw new UserError({
      found: `No supervisor was found in ${image}, which starts with: ${starts || "nothing"}.`,
      allowed: knownSupervisors,
      remedy: "if it runs one program, there is nothing to unfold; else write the Compose file by hand",
    });
  }
  const result =
    seconds === undefined ? found : await watched(docker, image, { found, files, config, options, seconds, signal });
  const report = reportOf(image, result, config);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "compose.yaml"), composeFileOf(image, result, config));
  await writeFile(join(folder, "report.md"), reportText(report));
  process.stdout.write(json ? `${JSON.stringify(report, undefined, 2)}\n` : `${reportText(report)}\n`);
  process.stderr.write(`wrote ${join(folder, "compose.yaml")} and report.md\n`);
  return strict && report.todos.length > 0 ? 1 : 0;
}

function refuseToReplace(folder: string, names: readonly string[]): void {
  const there = names.map((name) => join(folder, name)).find((path) => existsSync(path));
  if (there === undefined) return;
  throw new UserError({
    found: `${there} exists: it may have been edited.`,
    allowed: "a folder without it",
    remedy: "another --out, or --force to replace it",
  });
}

/** @returns undefined if nothing is to be observed */
function checkedSeconds({ observe, container, seconds }: Options): number | undefined {
  if (observe !== true && container === undefined) return undefined;
  const number = Number(seconds);
  if (/^\d+$/.test(seconds) && number >= 1 && number <= 3600) return number;
  throw new UserError({
    found: `--seconds is ${seconds}.`,
    allowed: "a whole number from 1 to 3600",
    remedy: "give another",
  });
}

interface Watching {
  readonly found: Found;
  readonly files: ImageFiles;
  readonly config: ImageConfig;
  readonly options: Options;
  readonly seconds: number;
  readonly signal: AbortSignal | undefined;
}

/** Watches a container of the image, its own or a given one. Its own is removed, however this ends. */
async function watched(
  docker: DockerClient,
  image: string,
  { found, files, config, options, seconds, signal }: Watching,
): Promise<Observed> {
  const base = await imageWithPerl(docker);
  const program = await readFile(join(projectRoot, "services/unfold/observe.pl"), "utf8");
  const container = options.container ?? (await startWatched(docker, image, config.exposed, options.env));
  try {
    const ports = await publishedPorts(docker, container);
    process.stderr.write(
      `watching for ${seconds} s: use it meanwhile, so that it shows what it does${ports.length === 0 ? "" : ` (${ports.join(", ")})`}\n`,
    );
    const seen = observationFrom(
      await besideContainer(docker, {
        container,
        with: base,
        seconds,
        program,
        ...(signal === undefined ? {} : { signal }),
      }),
    );
    const names = new Map([...serviceNames(found.programs)].map(([one, name]) => [one.name, name] as const));
    const result = observed(
      found,
      couplingsOf(seen, found.programs, (path) => files.read(path)),
      config,
      (name) => names.get(name) ?? name,
    );
    return options.container === undefined ? result : withMounts(result, await mountsOf(docker, container));
  } finally {
    if (options.container === undefined) await docker.attempt(["rm", "--force", "--volumes", container]);
  }
}

async function imageWithPerl(docker: DockerClient): Promise<string> {
  const wanted = [...preferredBaseImages, baseImageName()];
  for (const name of wanted)
    if ((await docker.attempt(["image", "inspect", "--format", "{{.Id}}", name])).exitCode === 0) return name;
  throw new UserError({
    found: "Docker has no image with which to watch a container.",
    allowed: wanted.join(", "),
    remedy: "npm run setup",
  });
}

function configOf(start: ImageStart): ImageConfig {
  return {
    entrypoint: start.Entrypoint ?? [],
    command: start.Cmd ?? [],
    env: imageEnv(start),
    user: start.User ?? "",
    workingDirectory: start.WorkingDir ?? "",
    exposed: Object.keys(start.ExposedPorts ?? {}),
    volumes: Object.keys(start.Volumes ?? {}),
    stopSignal: start.StopSignal ?? "",
  };
}
