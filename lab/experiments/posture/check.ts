import type { HostFacts, UnitFacts } from "./facts.ts";

/** A rule about one container. */
export interface Check {
  /** `CIS-` and the number in the CIS Docker Benchmark 1.6.0, or `PSS-` and the control's name in the Pod Security Standards. */
  readonly id: string;
  readonly title: string;
  readonly remedy: string;
  /** Ids of other checks that ask about the same fact: this one is shown and not counted, since a fact counts once. @default it counts */
  readonly repeats?: readonly string[];
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
  /** Checks about the same fact, one of which is counted instead. Early results do not have it. */
  readonly repeats?: readonly string[];
}

export interface Verdicts {
  /** One per container and check that applies. */
  readonly findings: readonly Finding[];
  /** Reasons by check. */
  readonly notApplicable: Readonly<Record<string, string>>;
  /** Counted checks that every container passes. */
  readonly passed: number;
  /** Ids of the counted checks that a container fails. */
  readonly failed: readonly string[];
}

/** Applies every check to every container. */
export function verdicts(checks: readonly Check[], units: readonly UnitFacts[], host: HostFacts): Verdicts {
  const applying = checks.filter(({ applies }) => applies?.(host) === undefined);
  const findings = applying.flatMap((check) => units.map((unit) => findingOf(check, unit, host)));
  const counted = applying.filter(({ repeats }) => repeats === undefined).map(({ id }) => id);
  const failed = counted.filter((id) => findings.some((finding) => finding.id === id && !finding.passed));
  const reasons = checks.map(({ id, applies }) => [id, applies?.(host)] as const);
  return {
    findings,
    notApplicable: Object.fromEntries(reasons.filter((entry): entry is [string, string] => entry[1] !== undefined)),
    passed: counted.length - failed.length,
    failed,
  };
}

function findingOf({ id, title, remedy, repeats, wrong }: Check, unit: UnitFacts, host: HostFacts): Finding {
  const reason = wrong(unit, host);
  const finding = {
    id,
    title,
    passed: reason === undefined,
    reason: reason ?? "nothing found",
    remedy,
    unit: unit.unit,
  };
  return repeats === undefined ? finding : { ...finding, repeats };
}
