import { setTimeout as pause } from "node:timers/promises";
import { UserError } from "../../errors/user-error.ts";
import { checkCompose, isComposePath } from "../../services/foreign/load.ts";
import type { StackConfig } from "../../stacks/config.ts";
import type { StackOutputs } from "../../stacks/outputs.ts";
import { findTolerated, type Chosen, type Failing, type Hardened } from "./harden.ts";
import { ownConfig } from "./precheck.ts";
import { remember } from "./remember.ts";
import { ask } from "./trouble.ts";

/** What a service without a health check must survive, in milliseconds. */
const settlesMs = 5_000;

/** What the search needs of the command that deploys. */
export interface Deploying {
  readonly project: string;
  readonly stack: string;
  readonly outputs: StackOutputs;
  /** Deploys the stack as its file says now. @returns whether that succeeded */
  readonly deploy: () => Promise<boolean>;
  readonly say: (lines: readonly string[]) => void;
  readonly signal: AbortSignal | undefined;
}

/**
 * Finds what the services of a deployed Compose project can be restricted to, deploys them so, and writes it into the stack's file.
 * @throws UserError if the stack has another workload, or approaches that put services into one container
 */
export async function hardenStack(deploying: Deploying): Promise<Hardened> {
  const { project, stack, outputs, deploy, say, signal } = deploying;
  const { workload, profiles, grants, services: configured } = await ownConfig(project, stack);
  if (!isComposePath(workload)) throw notCompose(workload, stack);
  refuseShared(outputs, stack);
  const { foreign } = await checkCompose({ workload, profiles, grants, from: project, env: process.env });
  const known = Object.fromEntries(
    Object.entries(configured).flatMap(([name, { harden }]) => (harden === undefined ? [] : [[name, harden] as const])),
  );
  const attempt = async (chosen: Chosen): Promise<readonly Failing[]> => {
    signal?.throwIfAborted();
    await remember(project, stack, { services: JSON.stringify(withHarden(configured, chosen)) });
    say([`trying ${triedIn(chosen)}`]);
    const succeeded = await deploy();
    if (succeeded) await pause(settlesMs, undefined, signal === undefined ? {} : { signal });
    const failing = await failingIn(outputs);
    if (succeeded || failing.length > 0) return failing;
    throw new UserError({
      found: `The stack ${stack} could not be deployed with ${triedIn(chosen)}, and no service of it is seen to fail.`,
      remedy: `read what Pulumi says above; npm run up -- ${stack} deploys it as it was`,
    });
  };
  try {
    return await findTolerated(foreign.services, known, attempt);
  } catch (error) {
    // What was being tried is not what was found.
    await remember(project, stack, { services: JSON.stringify(configured) });
    say([`it has not ended: npm run up -- ${stack} deploys the services as they were`]);
    throw error;
  }
}

type Configured = StackConfig["services"];

function withHarden(configured: Configured, chosen: Chosen): Configured {
  const names = new Set([...Object.keys(configured), ...Object.keys(chosen)]);
  return Object.fromEntries(
    [...names].map((name) => {
      const harden = chosen[name];
      return [name, { ...configured[name], ...(harden === undefined ? {} : { harden }) }] as const;
    }),
  );
}

function triedIn(chosen: Chosen): string {
  const all = Object.entries(chosen).map(([name, measures]) => `${name}: ${measures.join(", ")}`);
  return all.length === 0 ? "nothing" : all.join("; ");
}

/** Services that do not work. Those that are missing, still start, or were never started are not judged: another has failed before. */
async function failingIn({ deployments }: StackOutputs): Promise<readonly Failing[]> {
  const looks = Object.values(deployments).flatMap(({ services }) =>
    Object.entries(services).flatMap(([service, { replicas }]) =>
      replicas.map(async ({ control }) => ({ service, because: (await ask(control, "status")).said })),
    ),
  );
  const seen = await Promise.all(looks);
  const failing = seen.filter(({ because }) => /^(failed|restarting|running \(unhealthy\))/.test(because));
  return failing.filter(({ service }, index) => failing.findIndex((one) => one.service === service) === index);
}

function notCompose(workload: string, stack: string): UserError {
  return new UserError({
    found: `The stack ${stack} has the workload ${workload}, of services/.`,
    allowed: "--harden for a Compose file: the services of services/ are restricted already",
    remedy: `npm run up -- ${stack} --workload PATH --harden, or leave --harden out`,
  });
}

function refuseShared({ deployments }: StackOutputs, stack: string): void {
  for (const [approach, { services, containers }] of Object.entries(deployments)) {
    if (Object.keys(services).length === 1 || Object.keys(containers).length > 1) continue;
    throw new UserError({
      found: `The approach ${approach} of the stack ${stack} puts all services into one container.`,
      allowed: "--harden with an approach that gives each service a container",
      remedy: "npm run up -- separate --workload PATH --harden, or with pod",
    });
  }
}
