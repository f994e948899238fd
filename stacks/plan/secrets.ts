import { UserError } from "../../errors/user-error.ts";
import type { Workload } from "../../services/contract.ts";
import { settingSecret } from "../config-secrets.ts";

/**
 * @param configured names of the secrets in the stack's configuration
 * @throws UserError for a secret that the workload does not know, and for one that is neither configured nor generated
 */
export function checkSecrets(
  { name: workload, services, secrets: facts = {} }: Workload,
  configured: readonly string[],
  stack: string,
): void {
  const known = [...new Set(services.flatMap(({ secrets = {} }) => Object.keys(secrets)))];
  const unknown = configured.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UserError({
      found: `The configuration has a secret "${unknown}", which no service of the workload ${workload} asks for.`,
      allowed: known.length === 0 ? "no secret at all" : known.join(", "),
      remedy: `./pulumiw config rm --path 'secrets.${unknown}' --stack ${stack}`,
    });
  }
  const missing = known.find((name) => !configured.includes(name) && facts[name]?.generated === undefined);
  if (missing === undefined) return;
  const users = services.filter(({ secrets = {} }) => missing in secrets).map(({ name }) => name);
  throw new UserError({
    found: `The secret "${missing}" of the workload ${workload} has no value; asked for by: ${users.join(", ")}.`,
    remedy: settingSecret(missing, stack),
  });
}
