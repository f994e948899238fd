import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { DeploymentPlan } from "../deployment-plan.ts";
import type { SecretValues } from "../systems/contract.ts";
import type { Deliveries } from "./deliveries.ts";
import { digestFor } from "./request.ts";

/** What `update` prints: the digest, and the time of the last restart. */
const unchanged = 'printf %s "$PULUMI_COMMAND_STDOUT"';
const changed = 'printf "%s %s" "$new" "$(date +%s.%N)"';

/**
 * Restarts each service that reads delivered files when one of them has changed, and no other service. A command of its own for each:
 * after a run that was killed between writing and restarting, the state says who is left. Where the end of a service ends its container, the
 * control ends with it: then the container is restarted.
 * @param after what must exist before, by the name of a container
 * @returns by the service's name: a text that changes with each restart
 */
export function restartReaders(
  { scope, rendering, output }: DeploymentPlan,
  { mounts, before }: Pick<Deliveries, "mounts" | "before">,
  secrets: SecretValues,
  after: Readonly<Record<string, pulumi.Resource>>,
  options: pulumi.CustomResourceOptions,
): ReadonlyMap<string, pulumi.Output<string>> {
  const restarts = Object.entries(rendering.services).flatMap(([service, { replicas }]) => {
    const digest = digestFor(service, mounts, secrets);
    if (digest === undefined) return [];
    const restarted = output.services[service]?.replicas.map(({ control, container }) => {
      const whole = output.containers[container]?.control ?? "false";
      return `{ ${control} restart || ${whole} restart; }`;
    });
    const restart = `(${restarted?.join(" && ") ?? ""}) >/dev/null`;
    const containers = replicas.flatMap(({ container }) => after[container] ?? []);
    const command = new local.Command(
      `${scope.approach}-restarts-${service}`,
      {
        create: "cat",
        // Not for a change of these words alone.
        update: `new=$(cat); case $PULUMI_COMMAND_STDOUT in "$new"*) ${unchanged} ;; *) ${restart} && ${changed} ;; esac`,
        stdin: digest,
        logging: "none",
      },
      { ...options, dependsOn: [...before, ...containers] },
    );
    // The time alone, which tells nothing of the secret.
    const time = command.stdout.apply((text) => text.split(" ")[1] ?? "");
    return [[service, pulumi.unsecret(time)] as const];
  });
  return new Map(restarts);
}
