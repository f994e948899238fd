import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { Workload } from "../services/contract.ts";
import type { SecretValues } from "./systems/contract.ts";

/**
 * The value of every secret that a service asks for: the configured one, else a generated one. All approaches of a stack have the same.
 * @param configured by name; checked before
 */
export function secretValues({ services, secrets: facts = {} }: Workload, configured: SecretValues): SecretValues {
  const names = new Set(services.flatMap(({ secrets = {} }) => Object.keys(secrets)));
  return Object.fromEntries(
    [...names].map((name) => [name, configured[name] ?? generated(name, facts[name]?.generated?.length ?? 0)]),
  );
}

/**
 * A value that is made once, and then kept in the state, encrypted. Only another length makes another one.
 * @param length in characters
 */
function generated(name: string, length: number): pulumi.Output<string> {
  if (length < 1) throw new Error(`the secret "${name}" is neither configured nor generated`);
  const command = new local.Command(
    `secret-${name}`,
    {
      interpreter: ["node", "stacks/generate-secret.mjs"],
      create: String(length),
      triggers: [length],
      logging: "none",
    },
    // A change of the program is no reason for another value.
    { additionalSecretOutputs: ["stdout"], ignoreChanges: ["create", "interpreter"] },
  );
  return pulumi.secret(command.stdout);
}
