import { execa } from "execa";
import { join } from "node:path";
import { UserError } from "../../errors/user-error.ts";
import type { Approach } from "../../stacks/contract.ts";
import { defaultStack } from "../../stacks/stack-names.ts";
import { projectRoot } from "../../toolchain/environment.ts";
import { runSteps } from "../../toolchain/progress/steps.ts";
import { machineStatus } from "../../toolchain/second-host/status.ts";
import { bringUp, takeDown } from "../../toolchain/second-host/up.ts";
import type { Work } from "../../toolchain/work.ts";
import { prepare } from "../stack/prepare.ts";
import { stagesIn } from "./mixing.ts";
import { runStages } from "./stages.ts";

/** What is tested on the second host of this clone. */
export interface Remotely {
  /** Names of approaches on Docker. */
  readonly approaches: readonly string[];
  /** @default hello */
  readonly workload?: string | undefined;
  /** Whether the tests of the machine itself run before. */
  readonly machine: boolean;
  /** Name under which the outcomes are recorded. @default they are not */
  readonly record?: string | undefined;
}

/**
 * Tests the second host, and then the approaches on its Docker daemon, by TLS: all post-deploy tests of a workload. The machine is removed if it did not
 * run before.
 * @returns the exit code: 0 if nothing failed
 */
export async function testSecondHost(
  { approaches, workload = "hello", machine, record }: Remotely,
  signal: AbortSignal = new AbortController().signal,
): Promise<number> {
  const { toolchain } = await prepare(defaultStack, signal);
  const own = machine ? await runStages(await stagesIn("test/host"), { ...toolchain.env }, signal) : 0;
  const ran = (await machineStatus()).state === "running";
  try {
    await onMachine((work) => bringUp(work, {}), signal);
    const status = await machineStatus();
    if (status.state !== "running") throw new Error(`the second host is ${status.state}`);
    const words = ["--only", approaches.join(","), "--workload", workload];
    if (record !== undefined) words.push("--record", record);
    // A process of its own: the daemon is the one of its environment.
    const { exitCode } = await execa(
      process.execPath,
      [join(projectRoot, "toolchain/bootstrap.mjs"), "test", ...words],
      {
        cwd: projectRoot,
        env: status.exports.tls,
        stdio: "inherit",
        reject: false,
        cancelSignal: signal,
        forceKillAfterDelay: 600_000,
      },
    );
    return own === 0 ? (exitCode ?? 1) : own;
  } finally {
    // Also after an interruption.
    if (!ran) await onMachine((work) => takeDown(work), new AbortController().signal);
  }
}

/** Names of those on Docker, in the forms that are ours. @throws UserError if there are none */
export function onDockerOf(approaches: readonly Approach[]): readonly string[] {
  const found = approaches.filter(({ system, plainOf }) => system === undefined && plainOf === undefined);
  if (found.length > 0) return found.map(({ name }) => name);
  throw new UserError({
    found: `--host with approaches of which none is on Docker: ${approaches.map(({ name }) => name).join(", ")}.`,
    allowed: "approaches on Docker, which the second host is reached by",
    remedy: `npm run host -- run -- npm test -- --only ${approaches.map(({ name }) => name).join(",")} tests others in the machine.`,
  });
}

async function onMachine(step: (work: Work) => Promise<unknown>, signal: AbortSignal): Promise<void> {
  const run = async (work: Work) => {
    await step(work);
  };
  await runSteps([{ title: "second host", run }], signal);
}
