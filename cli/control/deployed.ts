import { execa } from "execa";
import path from "node:path";
import { UserError } from "../../errors/user-error.ts";
import { schemaVersion, type DeploymentOutput, type StackOutputs } from "../../stacks/outputs.ts";
import { projectRoot } from "../../toolchain/environment.ts";

/** Names a deployment: `STACK` if the stack has one approach, else `STACK/APPROACH`. */
export interface Target {
  readonly stack: string;
  readonly approach: string | undefined;
}

/** @throws UserError for a text that is neither STACK nor STACK/APPROACH */
export function parseTarget(text: string): Target {
  const [stack = "", approach, ...more] = text.split("/");
  if (more.length === 0 && stack !== "" && approach !== "") return { stack, approach };
  throw new UserError({
    found: `The target is "${text}".`,
    allowed: "STACK, or STACK/APPROACH if the stack has several",
    remedy: "npm run ctl -- STACK lists a stack's services",
  });
}

/**
 * Deployments of a stack by approach, from its outputs.
 * @throws UserError if nothing is deployed
 */
export async function deploymentsOf(stack: string): Promise<StackOutputs["deployments"]> {
  // pulumiw is fast: if setup has run, it starts Pulumi at once.
  const command = path.join(projectRoot, "pulumiw");
  const args = ["stack", "output", "--json", "--stack", stack, "--non-interactive"];
  const result = await execa(command, args, { cwd: projectRoot, reject: false });
  if (result.exitCode !== 0 && !/no (stack named|previous deployment)/.test(result.stderr)) {
    // Such as a daemon that does not answer: nothing is known of the stack then.
    throw new UserError({
      found: `What the stack ${stack} has cannot be read: ${result.stderr.trim() || `Pulumi ended with ${result.exitCode ?? "a signal"}`}`,
      remedy: "npm run doctor says what is missing",
    });
  }
  const outputs = result.exitCode === 0 ? (JSON.parse(result.stdout) as Partial<StackOutputs>) : {};
  const { deployments = {} } = outputs;
  if (Object.keys(deployments).length > 0) return currentDeployments(deployments, outputs.schemaVersion, stack);
  throw new UserError({ found: `The stack ${stack} is not deployed.`, remedy: `npm run up -- ${stack}` });
}

/** @throws UserError if another release deployed the stack, with another schema of outputs */
export function currentDeployments(
  deployments: StackOutputs["deployments"],
  version: number | undefined,
  stack: string,
): StackOutputs["deployments"] {
  if (version === schemaVersion) return deployments;
  throw new UserError({
    found: `Another release of this project deployed the stack ${stack}: its outputs have version ${version ?? "unknown"}.`,
    allowed: `version ${schemaVersion}`,
    remedy: `npm run up -- ${stack}, which takes the stack over`,
  });
}

/** @throws UserError if the target does not name one of the stack's deployments */
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
    remedy: "use one of them",
  });
}
