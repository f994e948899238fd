import type { HostFacts, UnitFacts } from "./facts.ts";

/** A rule about one container. */
export interface Check {
  /** `CIS-` and the number in the CIS Docker Benchmark 1.6.0, or `PSS-` and the control's name in the Pod Security Standards. */
  readonly id: string;
  readonly title: string;
  readonly remedy: string;
  /** @returns what is wrong, as a sentence; undefined if the check passes */
  readonly wrong: (unit: UnitFacts, host: HostFacts) => string | undefined;
  /** @returns why the check does not apply on this host. @default it always applies */
  readonly applies?: (host: HostFacts) => string | undefined;
}

/** A check's outcome for one container. */
export interface Finding {
  readonly id: string;
  readonly title: string;
  readonly passed: boolean;
  readonly reason: string;
  readonly remedy: string;
  /** Name of the container. */
  readonly unit: string;
}

export interface Verdicts {
  /** One per container and check that applies. */
  readonly findings: readonly Finding[];
  /** Reasons by check. */
  readonly notApplicable: Readonly<Record<string, string>>;
  /** Checks that every container passes. */
  readonly passed: number;
  readonly failed: number;
}

/** Applies every check to every container. */
export function verdicts(checks: readonly Check[], units: readonly UnitFacts[], host: HostFacts): Verdicts {
  const applying = checks.filter(({ applies }) => applies?.(host) === undefined);
  const findings = applying.flatMap((check) => units.map((unit) => findingOf(check, unit, host)));
  const failed = new Set(findings.filter(({ passed }) => !passed).map(({ id }) => id)).size;
  const reasons = checks.map(({ id, applies }) => [id, applies?.(host)] as const);
  return {
    findings,
    notApplicable: Object.fromEntries(reasons.filter((entry): entry is [string, string] => entry[1] !== undefined)),
    passed: applying.length - failed,
    failed,
  };
}

function findingOf({ id, title, remedy, wrong }: Check, unit: UnitFacts, host: HostFacts): Finding {
  const reason = wrong(unit, host);
  return { id, title, passed: reason === undefined, reason: reason ?? "nothing found", remedy, unit: unit.unit };
}
