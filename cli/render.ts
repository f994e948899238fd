import { Command, Option } from "commander";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { lossLines } from "../errors/loss.ts";
import { UserError } from "../errors/user-error.ts";
import { grants, type Grant } from "../services/foreign/grant-names.ts";
import { isComposePath } from "../services/foreign/load.ts";
import { ownWorkloads } from "../services/own-workloads.ts";
import { approachesNamed } from "../stacks/approaches.ts";
import { preferredBaseImages } from "../stacks/base-images.ts";
import { ejectable } from "../stacks/eject/ejectable.ts";
import { assumedHost, contextFiles, targets, type TargetName, type Written } from "../stacks/eject/targets.ts";
import { defaultStack } from "../stacks/stack-names.ts";
import { openSystems } from "../stacks/systems.ts";
import { configuredWorkload } from "../stacks/workload.ts";
import { projectRoot } from "../toolchain/environment.ts";

interface Options {
  readonly approach: string;
  readonly target: TargetName;
  readonly out: string;
  readonly baseImage: string;
  readonly port: string;
  readonly cgroups: "1" | "2";
  readonly profile: readonly string[];
  readonly grant: readonly Grant[];
  readonly json?: boolean;
  readonly strict?: boolean;
}

/** Writes what would be built and run, as files that work without this project. */
export async function main(args: string[]): Promise<number> {
  let code = 0;
  const program = new Command("npm run render --")
    .description(
      "Writes what an approach would build and run, as files that work without this project: Dockerfiles with all that they copy, and what runs them.\n" +
        "What a target cannot say is printed, and stands at the top of its files.",
    )
    .argument("<workload>", "one of services/, or a Compose file, or a folder with one")
    .option("--approach <name>", "how services are put into containers", defaultStack)
    .addOption(new Option("--target <name>", "what runs it").choices(Object.keys(targets)).default("compose"))
    .option("--out <folder>", "a new or an empty folder", "rendered")
    .option("--base-image <name>", "image that every image starts from", preferredBaseImages[0])
    .option("--port <number>", "where the entry is published on 127.0.0.1", "8080")
    .addOption(
      new Option("--cgroups <version>", "cgroups of the host that it will run on").choices(["1", "2"]).default("2"),
    )
    .option("--profile <name...>", "profiles of a Compose file that are on", [])
    .addOption(
      new Option("--grant <name...>", "what a Compose file may reach beyond its containers")
        .choices(Object.keys(grants))
        .default([]),
    )
    .option("--json", "print what was written, and what was lost, as JSON")
    .option("--strict", "exit with 1 if something is lost, for CI")
    .exitOverride()
    .action(async (workload: string, options: Options) => {
      code = await render(workload, options);
    });
  await program.parseAsync(args, { from: "user" });
  return code;
}

async function render(name: string, options: Options): Promise<number> {
  const { target, out, json, strict } = options;
  const folder = resolve(process.env.INIT_CWD ?? process.cwd(), out);
  await refuseFull(folder);
  const plan = await planned(name, options);
  const written: Written = targets[target](plan);
  const files = [...contextFiles(plan), ...written.files];
  const losses = written.losses;
  const readme = readmeOf(name, options, written, plan.rendering.warnings);
  for (const { path, content, mode } of [...files, { path: "README.md", content: readme, mode: 0o644 }]) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content, { mode });
  }
  const paths = [...files.map(({ path }) => path), "README.md"];
  process.stdout.write(
    json
      ? `${JSON.stringify({ folder, files: paths, losses, warnings: plan.rendering.warnings }, undefined, 2)}\n`
      : textOf(folder, paths.length, written),
  );
  return strict && losses.length > 0 ? 1 : 0;
}

async function planned(name: string, { approach: wanted, baseImage, port, cgroups, profile, grant }: Options) {
  const [approach] = approachesNamed([wanted], "--approach");
  if (approach === undefined) throw new Error("one name gives one approach");
  const from = process.env.INIT_CWD ?? process.cwd();
  const config = { workload: name, profiles: profile, grants: grant };
  const owner = { instance: "000000", stack: "rendered" };
  // Only a Compose file's images have to be read.
  const images = isComposePath(name) ? (await openSystems()).of(approach) : noImages;
  const { workload } = await configuredWorkload(config, owner, images, {
    folder: ownWorkloads(projectRoot),
    from,
    env: process.env,
  });
  const scope = { ...owner, approach: approach.name, workload: workload.name };
  const host = approach.readsHost === true ? { host: assumedHost(Number(cgroups) as 1 | 2) } : {};
  const rendering = approach.render(workload, { scope, baseImage, ...host });
  return ejectable(rendering, scope, { address: "127.0.0.1", external: checkedPort(port) }, baseImage);
}

const noImages = { foreignImage: () => Promise.resolve("it is not asked for") };

function checkedPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new UserError({
    found: `--port is ${text}.`,
    allowed: "a whole number from 1 to 65535",
    remedy: "give another",
  });
}

/** Files of another deployment must not be mixed with these. */
async function refuseFull(folder: string): Promise<void> {
  const present = await readdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  });
  if (present.length === 0) return;
  throw new UserError({
    found: `The folder ${folder} is not empty.`,
    allowed: "a new or an empty folder",
    remedy: "--out another, or empty it",
  });
}

function textOf(folder: string, count: number, { losses, commands }: Written): string {
  const lost = losses.length === 0 ? [] : ["What is not as it was:", ...lossLines(losses).map((line) => `  ${line}`)];
  return `${[`${count} files in ${folder}`, ...lost, "To run it, there:", ...commands.map((line) => `  ${line}`)].join("\n")}\n`;
}

function readmeOf(
  name: string,
  { approach, target }: Options,
  { losses, commands }: Written,
  warnings: readonly string[],
): string {
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ["", `## ${title}`, "", ...lines];
  return `${[
    `# ${name}, ${approach}, for ${target}`,
    ...section("Run it", ["```sh", ...commands, "```"]),
    ...section(
      "What is not as it was",
      lossLines(losses).map((line) => `- ${line}`),
    ),
    ...section(
      "What to know",
      warnings.map((line) => `- ${line}`),
    ),
  ].join("\n")}\n`;
}
