import { UserError } from "../../errors/user-error.ts";
import type { Service, Workload } from "../../services/contract.ts";

/** A file or port of a service. Services that share a file system or a network can have only one of each. */
interface Claim {
  /** The service's name. */
  readonly of: string;
  /** Such as `port 80`. */
  readonly what: string;
  /** Claims with equal content do not conflict. */
  readonly content: string;
}

/** The ports that services listen on. */
export function ports(services: readonly Service[]): Claim[] {
  return services.flatMap(({ name, port }) =>
    port === undefined ? [] : [{ of: name, what: `port ${port}`, content: name }],
  );
}

/** The files of services. */
export function files(services: readonly Service[]): Claim[] {
  return services.flatMap((service) =>
    service.files.map(({ path, content }) => ({ of: service.name, what: `the file ${path}`, content })),
  );
}

/**
 * @param since why services conflict with this approach, for the message
 * @throws UserError if two services claim the same with different contents
 */
export function refuseConflicts({ name: workload }: Workload, claims: readonly Claim[], since: string): void {
  for (const { of, what, content } of claims) {
    const other = claims.find((claim) => claim.what === what && claim.of !== of && claim.content !== content);
    if (other === undefined) continue;
    throw new UserError({
      found: `The services ${of} and ${other.of} of the workload ${workload} both have ${what}.`,
      allowed: `a different one for each, since ${since}`,
      remedy: `change services/${workload}/workload.ts, or deploy with an approach that gives each service its own container`,
    });
  }
}
