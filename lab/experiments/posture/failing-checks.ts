import type { CellDetails, ExhibitTable } from "../../contract.ts";
import type { Finding } from "./check.ts";

/** A check with the subjects that fail it. */
interface Failing {
  readonly finding: Finding;
  readonly reasons: Set<string>;
  readonly subjects: Set<string>;
}

/** Every hardening check that a subject fails, with what to do about it, in the order of the checks. */
export function failingChecks(cells: readonly CellDetails[]): readonly ExhibitTable[] {
  const failing = new Map<string, Failing>();
  const order = new Set<string>();
  for (const { subject, details } of cells)
    for (const finding of findingsIn(details)) {
      order.add(finding.id);
      if (finding.passed) continue;
      const known = failing.get(finding.id) ?? { finding, reasons: new Set(), subjects: new Set() };
      known.reasons.add(finding.reason);
      known.subjects.add(subject);
      failing.set(finding.id, known);
    }
  if (failing.size === 0) return [];
  const everyone = new Set(cells.map(({ subject }) => subject)).size;
  const rows = [...order]
    .flatMap((id) => failing.get(id) ?? [])
    .map(({ finding, reasons, subjects }) => [
      named(finding),
      subjects.size === everyone ? "all" : [...subjects].join(", "),
      [...reasons].join(" "),
      finding.remedy,
    ]);
  return [
    { kind: "table", title: "Checks that fail", columns: ["Check", "Fails in", "What was found", "Remedy"], rows },
  ];
}

/** Such as `CIS-4.1 A user for the container has been created (the same fact as PSS-runAsNonRoot)`. */
function named({ id, title, repeats = [] }: Finding): string {
  return `${id} ${title}${repeats.length === 0 ? "" : ` (the same fact as ${repeats.join(", ")})`}`;
}

function findingsIn(details: CellDetails["details"]): readonly Finding[] {
  const found = details?.findings;
  return Array.isArray(found) ? found.filter(isFinding) : [];
}

function isFinding(value: unknown): value is Finding {
  const { id, title, passed, reason, remedy } = Object(value) as Partial<Record<keyof Finding, unknown>>;
  const texts = [id, title, reason, remedy];
  return typeof passed === "boolean" && texts.every((text) => typeof text === "string");
}
