import { UserError } from "../../errors/user-error.ts";
import type { Service, Workload } from "../../services/contract.ts";
import { portsOf } from "../../services/ports.ts";

/**
 * For placements with one network namespace, in which a port can be taken once.
 * @throws UserError if a service with several replicas listens on a port
 */
export function refuseListeningReplicas(workload: Workload): void {
  for (const service of replicated(workload)) {
    const [port] = portsOf(service);
    if (port === undefined) continue;
    throw refusal(workload, service, {
      since: `it listens on port ${port}, and with this approach its replicas share one network, in which only one can have the port`,
      able: "an approach that gives each container a network of its own",
    });
  }
}

/**
 * For placements that run replicas in one container, where they have the same files and folders.
 * @throws UserError if a check of a service with several replicas would find the same for each of them
 */
export function refuseIndistinctReplicas(workload: Workload): void {
  for (const service of replicated(workload)) {
    const check = service.checks.find(({ kind }) => kind !== "command");
    if (check === undefined) continue;
    throw refusal(workload, service, {
      since: `its check of the kind ${check.kind} cannot tell its replicas apart, which with this approach share one container; a check of the kind command can: its variable REPLICA has the number`,
      able: "an approach that gives each replica a container of its own",
    });
  }
}

function replicated({ services }: Workload): readonly Service[] {
  return services.filter(({ replicas }) => replicas > 1);
}

function refusal(
  { name: workload }: Workload,
  { name, replicas }: Service,
  { since, able }: { readonly since: string; readonly able: string },
): UserError {
  return new UserError({
    found: `The service ${name} of the workload ${workload} has ${replicas} replicas.`,
    allowed: `1, since ${since}`,
    remedy: `./pulumiw config set --path services.${name}.replicas 1, or deploy with ${able}`,
  });
}
