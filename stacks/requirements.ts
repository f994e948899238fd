import { UserError } from "../errors/user-error.ts";
import type { StackConfig } from "./config.ts";
import type { Approach, Requirement, SystemRequirement } from "./contract.ts";
import type { System } from "./systems/contract.ts";

/** What a host or a stack's configuration must grant, and how to check it. */
interface RequirementFacts {
  /** Name of the requirement in messages. */
  readonly title: string;
  /** Configuration that grants it; tests and the lab set it for their own stacks. */
  readonly grantedBy: Readonly<Record<string, string>>;
  /** @returns the error for a configuration that does not grant it; undefined if it does. @default no configuration grants it */
  readonly refusal?: (approach: string, config: StackConfig, stack: string) => UserError | undefined;
}

/** All requirements. Preflight, doctor, tests and the lab use this table. */
const requirements: Readonly<Record<SystemRequirement, RequirementFacts>> = {
  privileged: {
    title: "privileged containers",
    grantedBy: { allowPrivileged: "true" },
    refusal(approach, { environment, allowPrivileged }, stack) {
      if (environment === "production") {
        return new UserError({
          found: `The approach ${approach} needs privilege, and the stack ${stack} has environment: production.`,
          allowed: "approaches that need no privilege",
          remedy: `choose another approach, or ./pulumiw config set environment development --stack ${stack}`,
        });
      }
      if (allowPrivileged) return undefined;
      return new UserError({
        found: `The approach ${approach} needs privilege, and the stack ${stack} does not allow it.`,
        allowed: "allowPrivileged: true, on a machine that you can afford to lose",
        remedy: `./pulumiw config set allowPrivileged true --stack ${stack}`,
      });
    },
  },
  cgroupsBelowReadOnly: {
    title: "a read-only mount of cgroups that leaves those below it writable",
    grantedBy: {},
  },
  ownCgroupsWritable: {
    title: "cgroups that a container can write to, below those of the system's other containers",
    grantedBy: {},
  },
};

/** What a configuration has to do with a requirement; nothing, if it is of the host alone. */
function factsOf(requirement: Requirement): RequirementFacts {
  return typeof requirement === "string" ? requirements[requirement] : { title: requirement.title, grantedBy: {} };
}

/** Tries a system, with a base image that it has. @returns why not; undefined if it meets the requirement */
function lackOf(requirement: Requirement, system: System, image: string): Promise<string | undefined> {
  return typeof requirement === "string" ? system.lacks(requirement, image) : requirement.lack(system, image);
}

/** @throws UserError if an approach needs what the configuration does not grant */
export function checkRequirements(approaches: readonly Approach[], config: StackConfig, stack: string): void {
  for (const { name, requires } of approaches) {
    for (const requirement of requires) {
      const refusal = factsOf(requirement).refusal?.(name, config, stack);
      if (refusal !== undefined) throw refusal;
    }
  }
}

/**
 * Tries on a system what an approach requires of the host: a deployment would fail in its middle, and seldom say why.
 * @param image a base image that the system has
 * @throws UserError if the host lacks it
 */
export async function checkHost({ name, requires }: Approach, system: System, image: string): Promise<void> {
  const reasons = await Promise.all(requires.map((requirement) => lackOf(requirement, system, image)));
  for (const [index, requirement] of requires.entries()) {
    const reason = reasons[index];
    if (reason === undefined) continue;
    throw new UserError({
      found: `The approach ${name} cannot be deployed on this host: ${reason}`,
      allowed: `hosts with ${factsOf(requirement).title}`,
      remedy: "choose another approach",
    });
  }
}

/** Configuration that grants everything that an approach requires. */
export function grantingConfig({ requires }: Pick<Approach, "requires">): Readonly<Record<string, string>> {
  return Object.assign({}, ...requires.map((requirement) => factsOf(requirement).grantedBy)) as Record<string, string>;
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
    const key = `${system.name} ${factsOf(requirement).title}`;
    const answer = tried.get(key) ?? lackOf(requirement, system, image);
    tried.set(key, answer);
    return answer;
  };
  const tools = new Map<System, Promise<string | undefined>>();
  const lackingTools = (system: System) => {
    const answer = tools.get(system) ?? system.lacksTools?.() ?? Promise.resolve(undefined);
    tools.set(system, answer);
    return answer;
  };
  const unmet = new Map<string, string>();
  for (const approach of approaches) {
    const lack = await lackingTools(systemOf(approach));
    if (lack !== undefined) {
      unmet.set(approach.name, `needs the system ${systemOf(approach).name}: ${lack}`);
      continue;
    }
    for (const requirement of approach.requires) {
      const reason = await attempt(requirement, systemOf(approach));
      if (reason !== undefined) unmet.set(approach.name, `needs ${factsOf(requirement).title}: ${reason}`);
    }
  }
  return unmet;
}
