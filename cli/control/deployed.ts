import { execa } from "execa";
import path from "node:path";
import { UserError } from "../../errors/user-error.ts";
import { schemaVersion, type DeploymentOutput, type StackOutputs } from "../../stacks/outputs.ts";
import { projectRoot } from "../../toolchain/environment.ts";

/** Which of a stack's deployments is meant: `STACK` where it has one approach, else `STACK/APPROACH`. */
export interface Target {
  readonly stack: string;
  readonly approach: string | undefined;
}

/** @throws UserError where it has more than one slash */
export function parseTarget(text: string): Target {
  const [stack = "", approach, ...more] = text.split("/");
  if (more.length === 0 && stack !== "" && approach !== "") return { stack, approach };
  throw new UserError({
    found: `The target is "${text}".`,
    allowed: "STACK, or STACK/APPROACH where the stack has several",
    remedy: "npm run ctl -- STACK lists a stack's services",
  });
}

/**
 * Deployments of a stack by approach, from its outputs.
 * @throws UserError where nothing is deployed
 */
export async function deploymentsOf(stack: string): Promise<StackOutputs["deployments"]> {
  // The wrapper's fast way: nothing is set up that is not needed to read the state.
  const command = path.join(projectRoot, "pulumiw");
  const args = ["stack", "output", "--json", "--stack", stack, "--non-interactive"];
  const result = await execa(command, args, { cwd: projectRoot, reject: false });
  const outputs = result.exitCode === 0 ? (JSON.parse(result.stdout) as Partial<StackOutputs>) : {};
  const { deployments = {} } = outputs;
  if (Object.keys(deployments).length > 0) return currentDeployments(deployments, outputs.schemaVersion, stack);
  throw new UserError({
    found: `The stack ${stack} has nothing deployed${result.exitCode === 0 ? "" : `: ${result.stderr.trim()}`}.`,
    remedy: `npm run up -- ${stack}`,
  });
}

/** @throws UserError where another release deployed the stack, whose outputs mean something else */
export function currentDeployments(
  deployments: StackOutputs["deployments"],
  version: number | undefined,
  stack: string,
): StackOutputs["deployments"] {
  if (version === schemaVersion) return deployments;
  throw new UserError({
    found: `The stack ${stack} was deployed by another release of this project: its outputs have version ${version ?? "unknown"}.`,
    allowed: `version ${schemaVersion}`,
    remedy: `npm run up -- ${stack}, which takes it over as it is`,
  });
}

/** @throws UserError where the target leaves open which deployment is meant, or names one that is not there */
export function chosenDeployment(
  deployments: StackOutputs["deployments"],
  { stack, approach }: Target,
): DeploymentOutput {
  const names = Object.keys(deployments);
  const name = approach ?? (names.length === 1 ? names[0] : undefined);
  const deployment = name !== undefined && Object.hasOwn(deployments, name) ? deployments[name] : undefined;
  if (deployment !== undefined) return deployment;
  throw new UserError({
    found:
      approach === undefined
        ? `The stack ${stack} has ${names.length} deployments.`
        : `The stack ${stack} has no deployment "${approach}".`,
    allowed: names.map((one) => `${stack}/${one}`).join(", "),
    remedy: "name one of them",
  });
}
