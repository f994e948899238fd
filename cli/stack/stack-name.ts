import { existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../errors/user-error.ts";
import { stackNames } from "../../stacks/stack-names.ts";

/**
 * Checks a stack's name: that of an approach, `dev`, or one with a file Pulumi.NAME.yaml.
 * @throws UserError for any other name, with the known ones
 */
export function checkedStackName(name: string, project: string): string {
  if (stackNames.includes(name)) return name;
  if (/^[\w.-]+$/.test(name) && existsSync(join(project, `Pulumi.${name}.yaml`))) return name;
  throw new UserError({
    found: `There is no stack or approach "${name}".`,
    allowed: stackNames.join(", "),
    remedy: `use one of them, or write Pulumi.${name}.yaml with container-approaches:approaches`,
  });
}
