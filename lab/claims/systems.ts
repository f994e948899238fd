import type { Analysis } from "../analysis/contract.ts";
import type { RunRecord, SystemRecord } from "../results/record.ts";
import { systemsBound, systemsRulesHash } from "../rules/systems.ts";
import type { Claim, Statement } from "./contract.ts";
import { compared, isSo, numberIs } from "./deciding.ts";
import { cannotTell, each, everyOne } from "./finding.ts";
import { sources } from "./sources.ts";
import { separate } from "./subjects.ts";

/**
 * Claims about systems other than Docker, beside Docker. They are a set of their own with rules of their own, lab/rules/systems.yaml, and are
 * judged only in runs with such a system, measured under these rules: kept runs of Docker alone stay judged as they were.
 */
const claims: readonly Claim[] = [
  {
    id: "S-002-2",
    source: sources.systems,
    claim:
      "When what keeps containers running is stopped or crashes, the containers die; with Docker that is the daemon.",
    notComparative: "It says the same of every system.",
    figures: [
      "keeper/stopped.survives",
      "keeper/killed.survives",
      "keeper/live.stopped.survives",
      "keeper/live.killed.survives",
    ],
    statements: (analysis) => [
      ...(["stopped", "live.stopped", "killed", "live.killed"] as const).map((way) => dies(analysis, way, separate)),
      ...each(othersIn(analysis), noneElsewhere, "containers die when what keeps them running is stopped", (subject) =>
        dies(analysis, "stopped", subject),
      ),
      ...each(othersIn(analysis), noneElsewhere, "containers die when what keeps them running crashes", (subject) =>
        dies(analysis, "killed", subject),
      ),
    ],
  },
  {
    id: "S-002-7",
    source: sources.systems,
    claim:
      "Containers of LXC, libvirt and nspawn are like virtual machines, with an init and services of their own, and cost more than those of runc, which are bundles of processes.",
    figures: ["footprint/beside", "footprint/start.lent", "footprint/memory"],
    statements: (analysis) => {
      const [machines, bundles] = [machinesIn(analysis), namedIn(analysis, ["runc"])];
      const pairs = machines.flatMap((machine) => bundles.map((bundle) => [machine, bundle] as const));
      const more = (figure: string) => pairs.map(([one, other]) => compared(analysis, figure, one, "higher", other));
      return [
        ...each(machines, noMachine, "each container has an init and a process of its own", (subject) =>
          numberIs(analysis, "footprint/beside", subject, { atLeast: systemsBound("002-7.machine") }),
        ),
        ...each(
          bundles,
          "no approach on runc was measured",
          "each container has its services' processes alone",
          (subject) => numberIs(analysis, "footprint/beside", subject, { atMost: systemsBound("002-7.bundle") }),
        ),
        ...(pairs.length === 0
          ? [cannotTell("LXC, libvirt or nspawn beside runc")]
          : [...more("footprint/start.lent"), ...more("footprint/memory")]),
      ];
    },
  },
  {
    id: "S-003-1",
    source: sources.notes,
    claim: "Containers start faster than virtual machines and need fewer resources: memory, disk, and room on a host.",
    figures: [
      "footprint/start.lent",
      "footprint/slowdown",
      "footprint/memory",
      "footprint/image",
      "density/fits",
      "density/error",
    ],
    statements: (analysis) => {
      const machines = machineSubjects(analysis);
      if (machines.length === 0) return [cannotTell("no approach that runs services in virtual machines was measured")];
      return machines.flatMap((machine) => againstMachine(analysis, machine));
    },
  },
];

const noneElsewhere = "no approach on another system than Docker was measured";
const noMachine = "no approach on LXC, libvirt or nspawn was measured";

/** Systems whose containers the document calls like virtual machines. */
const calledMachines = ["lxc", "libvirt-lxc", "nspawn"];

function dies(analysis: Analysis, way: string, subject: string): Statement {
  return isSo(analysis, `keeper/${way}.survives`, subject, false);
}

function againstMachine(analysis: Analysis, machine: string): Statement[] {
  const containers = [separate, ...othersIn(analysis).filter((name) => systemIn(analysis, name)?.ownKernel === false)];
  const exact = (subject: string) =>
    numberIs(analysis, "density/error", subject, { atMost: systemsBound("003-1.error") });
  return containers.flatMap((container) => [
    compared(analysis, "footprint/start.lent", container, "lower", machine),
    compared(analysis, "footprint/memory", container, "lower", machine),
    compared(analysis, "footprint/image", container, "lower", machine),
    everyOne(`more copies fit of ${container} than of ${machine}`, [
      exact(container),
      exact(machine),
      compared(analysis, "density/fits", container, "higher", machine),
    ]),
  ]);
}

function systemIn({ run }: Analysis, subject: string): SystemRecord | undefined {
  return run.subjects.find(({ name }) => name === subject)?.system;
}

/** Measured subjects on systems other than Docker. */
function othersIn(analysis: Analysis): readonly string[] {
  return analysis.subjects.filter((name) => systemIn(analysis, name) !== undefined);
}

function namedIn(analysis: Analysis, systems: readonly string[]): readonly string[] {
  return analysis.subjects.filter((name) => systems.includes(systemIn(analysis, name)?.name ?? ""));
}

function machinesIn(analysis: Analysis): readonly string[] {
  return namedIn(analysis, calledMachines);
}

/** Measured subjects whose containers have kernels of their own. */
function machineSubjects(analysis: Analysis): readonly string[] {
  return analysis.subjects.filter((name) => systemIn(analysis, name)?.ownKernel === true);
}

const otherRules = "the run was measured under other rules about systems";

/** The claims about systems that a run can be judged by: none if it has measured Docker alone. */
export function systemsClaimsFor({ systemsRules }: Pick<RunRecord, "systemsRules">): readonly Claim[] {
  if (systemsRules === undefined) return [];
  if (systemsRules === systemsRulesHash) return claims.map((claim) => ({ ...claim, ofSystems: true }));
  return claims.map((claim) => ({ ...claim, ofSystems: true, statements: () => [cannotTell(otherRules)] }));
}
