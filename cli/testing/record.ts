import { execa } from "execa";
import { appendFile, mkdir } from "node:fs/promises";
import { release } from "node:os";
import { dirname, join } from "node:path";
import type { DockerClient } from "../../docker/client.ts";
import type { Approach } from "../../stacks/contract.ts";
import type { System } from "../../stacks/systems/contract.ts";
import { projectRoot } from "../../toolchain/environment.ts";
import { projectVersion } from "../comparing/version.ts";
import type { PortabilityLine } from "./portability.ts";
import { countOf, type Stage } from "./stage.ts";

/** File with the outcomes of post-deploy tests by host; only ever appended to. */
export const portabilityFile = join(projectRoot, "docs/portability.jsonl");

/** What was run, and where. */
export interface Recorded {
  readonly host: string;
  readonly approaches: readonly Approach[];
  /** One per approach and workload, with the title `APPROACH / WORKLOAD`. */
  readonly stages: readonly Stage[];
  readonly docker: DockerClient;
  readonly of: (approach: Approach) => System;
}

/** Appends how the stages have ended. A stage that left no counts, such as one that was interrupted, is not recorded. */
export async function recordPortability({ host, approaches, stages, docker, of }: Recorded): Promise<void> {
  const common = { host, commit: await projectVersion(), at: new Date().toISOString() };
  const lines: PortabilityLine[] = [];
  for (const stage of stages) {
    const [name = "", workload = ""] = stage.title.split(" / ");
    const approach = approaches.find((one) => one.name === name);
    if (approach === undefined) continue;
    const facts = await factsOf(approach.system === undefined ? docker : of(approach));
    const base = { ...common, facts, approach: name, workload };
    if ("skipped" in stage) {
      lines.push({ ...base, outcome: "cannot", passed: 0, failed: 0, skipped: 0, why: stage.skipped });
      continue;
    }
    const count = await countOf(stage.title);
    if (count === undefined) continue;
    const { passed, failed, skipped, failures: [first] = [] } = count;
    const outcome = failed === 0 && passed > 0 ? "passes" : "fails";
    lines.push({ ...base, outcome, passed, failed, skipped, ...(first === undefined ? {} : { why: first.title }) });
  }
  // A copy in the second host has no documentation.
  await mkdir(dirname(portabilityFile), { recursive: true });
  await appendFile(portabilityFile, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
}

/** Kernel, cgroups and version of what runs the containers. */
async function factsOf(system: DockerClient | System): Promise<string> {
  if ("argv" in system) {
    const format = "kernel {{.KernelVersion}}, cgroup v{{.CgroupVersion}}, Docker {{.ServerVersion}}";
    return (await system.run(["info", "--format", format])).trim();
  }
  const [command, ...words] = system.tools?.version ?? ["true"];
  const { stdout } = await execa(command, words, { reject: false });
  return `kernel ${release()}, cgroup v${(await system.host()).cgroupVersion}, ${stdout.split("\n", 1)[0] ?? ""}`;
}
