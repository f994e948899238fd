import { UserError } from "../errors/user-error.ts";
import type { StackConfig } from "./config.ts";
import type { Approach, Requirement } from "./contract.ts";
import type { System } from "./systems/contract.ts";

/** What a host or a stack's configuration must grant, and how to check it. */
interface RequirementFacts {
  /** Name of the requirement in messages. */
  readonly title: string;
  /** Configuration that grants it; tests and the lab set it for their own stacks. */
  readonly grantedBy: Readonly<Record<string, string>>;
  /** @returns the error for a configuration that does not grant it; undefined if it does. @default no configuration grants it */
  readonly refusal?: (approach: string, config: StackConfig, stack: string) => UserError | undefined;
  /** Whether the host is tried before each deployment, which takes a second: where a deployment would fail without a plain reason. @default false */
  readonly triedFirst?: boolean;
}

/** All requirements. Preflight, doctor, tests and the lab use this table. */
const requirements: Readonly<Record<Requirement, RequirementFacts>> = {
  privileged: {
    title: "privileged containers",
    grantedBy: { allowPrivileged: "true" },
    refusal(approach, { environment, allowPrivileged }, stack) {
      if (environment === "production") {
        return new UserError({
          found: `The approach ${approach} needs privilege, and the stack ${stack} has environment: production.`,
          allowed: "approaches that need no privilege",
          remedy: `choose another approach, or pulumi config set environment development --stack ${stack}`,
        });
      }
      if (allowPrivileged) return undefined;
      return new UserError({
        found: `The approach ${approach} needs privilege, and the stack ${stack} does not allow it.`,
        allowed: "allowPrivileged: true, on a machine that you can afford to lose",
        remedy: `pulumi config set allowPrivileged true --stack ${stack}`,
      });
    },
  },
  cgroupsBelowReadOnly: {
    title: "a read-only mount of cgroups that leaves those below it writable",
    grantedBy: {},
    triedFirst: true,
  },
};

/** @throws UserError if an approach needs what the configuration does not grant */
export function checkRequirements(approaches: readonly Approach[], config: StackConfig, stack: string): void {
  for (const { name, requires } of approaches) {
    for (const requirement of requires) {
      const refusal = requirements[requirement].refusal?.(name, config, stack);
      if (refusal !== undefined) throw refusal;
    }
  }
}

/**
 * Tries on a system what an approach requires of the host, as far as a deployment would not say what is missing.
 * @param image a base image that the system has
 * @throws UserError if the host lacks it
 */
export async function checkHost({ name, requires }: Approach, system: System, image: string): Promise<void> {
  for (const requirement of requires.filter((one) => requirements[one].triedFirst)) {
    const reason = await system.lacks(requirement, image);
    if (reason === undefined) continue;
    throw new UserError({
      found: `The approach ${name} cannot be deployed on this host: ${reason}`,
      allowed: `hosts with ${requirements[requirement].title}`,
      remedy: "choose another approach",
    });
  }
}

/** Configuration that grants everything that an approach requires. */
export function grantingConfig({ requires }: Pick<Approach, "requires">): Readonly<Record<string, string>> {
  return Object.assign({}, ...requires.map((requirement) => requirements[requirement].grantedBy)) as Record<
    string,
    string
  >;
}

/**
 * Tries what approaches require, each requirement once per system.
 * @param image a base image that the systems have, to run a container of
 * @returns the approaches that cannot be deployed here, with the reason
 */
export async function unmetRequirements(
  approaches: readonly Approach[],
  systemOf: (approach: Approach) => System,
  image: string,
): Promise<ReadonlyMap<string, string>> {
  const tried = new Map<string, Promise<string | undefined>>();
  const attempt = (requirement: Requirement, system: System) => {
    const key = `${system.name} ${requirement}`;
    const answer = tried.get(key) ?? system.lacks(requirement, image);
    tried.set(key, answer);
    return answer;
  };
  const unmet = new Map<string, string>();
  for (const approach of approaches) {
    for (const requirement of approach.requires) {
      const reason = await attempt(requirement, systemOf(approach));
      if (reason !== undefined) unmet.set(approach.name, `needs ${requirements[requirement].title}: ${reason}`);
    }
  }
  return unmet;
}
