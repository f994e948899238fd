import type { Analysis } from "../analysis/contract.ts";

/** A hardening check of a container, from `details.findings` of the experiment `posture`. */
export interface Finding {
  /** Such as `CIS-5.4`. */
  readonly id: string;
  readonly title: string;
  readonly passed: boolean;
  readonly reason: string;
  readonly remedy: string;
  /** Name of the container. */
  readonly unit: string;
}

/** The part of SARIF 2.1.0 that the report uses. */
export interface SarifLog {
  readonly $schema: string;
  readonly version: "2.1.0";
  readonly runs: readonly {
    readonly tool: {
      readonly driver: { readonly name: string; readonly version: string; readonly rules: readonly SarifRule[] };
    };
    readonly results: readonly SarifResult[];
  }[];
}

interface SarifRule {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly help: { readonly text: string };
}

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: "warning";
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly logicalLocations: readonly {
      readonly name: string;
      readonly fullyQualifiedName: string;
      readonly kind: "container";
    }[];
  }[];
  readonly partialFingerprints: { readonly checkOfContainer: string };
}

const posture = "posture";

/** Failed checks as SARIF, once per approach and container, regardless of the number of rounds. */
export function sarifReport(analysis: Analysis): SarifLog {
  const located = analysis.subjects.flatMap((subject) =>
    findingsOf(analysis, subject).map((finding) => ({ subject, finding })),
  );
  const rules = new Map<string, SarifRule>();
  for (const { finding } of located) {
    const { id, title, remedy } = finding;
    if (!rules.has(id)) rules.set(id, { id, shortDescription: { text: title }, help: { text: remedy } });
  }
  const order = [...rules.keys()];
  const results = new Map<string, SarifResult>();
  for (const { subject, finding } of located) {
    if (finding.passed) continue;
    const result = resultOf(subject, finding, order.indexOf(finding.id));
    results.set(result.partialFingerprints.checkOfContainer, result);
  }
  const driver = { name: "container-approaches", version: analysis.run.project, rules: [...rules.values()] };
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver }, results: [...results.values()] }],
  };
}

function resultOf(subject: string, { id, title, reason, remedy, unit }: Finding, ruleIndex: number): SarifResult {
  const name = `${subject}/${unit}`;
  return {
    ...{ ruleId: id, ruleIndex, level: "warning" },
    message: { text: `${title}: ${reason} To do: ${remedy}` },
    locations: [{ logicalLocations: [{ name: unit, fullyQualifiedName: name, kind: "container" }] }],
    partialFingerprints: { checkOfContainer: `${id}/${name}` },
  };
}

function findingsOf({ cells }: Analysis, subject: string): Finding[] {
  return cells
    .filter((cell) => cell.experiment === posture && cell.subject === subject)
    .flatMap((cell) => {
      const findings = cell.details?.["findings"];
      return Array.isArray(findings) ? findings.filter(isFinding) : [];
    });
}

// Details come from a file; an older file may have other details.
function isFinding(value: unknown): value is Finding {
  if (typeof value !== "object" || value === null || !("passed" in value) || typeof value.passed !== "boolean")
    return false;
  const texts = new Map<string, unknown>(Object.entries(value));
  return ["id", "title", "reason", "remedy", "unit"].every((key) => typeof texts.get(key) === "string");
}
