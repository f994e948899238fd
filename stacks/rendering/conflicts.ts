import { UserError } from "../../errors/user-error.ts";
import type { Service, Workload } from "../../services/contract.ts";

/** Something that services which share what it is in can have only one of. */
interface Claim {
  /** The service's name. */
  readonly of: string;
  /** Such as `port 80`. */
  readonly what: string;
  /** Equal ones can be shared. */
  readonly content: string;
}

/** The ports that services listen on: no two can share one. */
export function ports(services: readonly Service[]): Claim[] {
  return services.flatMap(({ name, port }) =>
    port === undefined ? [] : [{ of: name, what: `port ${port}`, content: name }],
  );
}

/** The files that services bring along. */
export function files(services: readonly Service[]): Claim[] {
  return services.flatMap((service) =>
    service.files.map(({ path, content }) => ({ of: service.name, what: `the file ${path}`, content })),
  );
}

/**
 * @param since what the approach does, for the message
 * @throws UserError where two services claim the same, each its own
 */
export function refuseConflicts({ name: workload }: Workload, claims: readonly Claim[], since: string): void {
  for (const { of, what, content } of claims) {
    const other = claims.find((claim) => claim.what === what && claim.of !== of && claim.content !== content);
    if (other === undefined) continue;
    throw new UserError({
      found: `The services ${of} and ${other.of} of the workload ${workload} both have ${what}, each its own.`,
      allowed: `different ones, since ${since}`,
      remedy: `change services/${workload}/workload.ts, or deploy with an approach that gives each service a container`,
    });
  }
}
