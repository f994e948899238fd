import type { Workload } from "../../services/contract.ts";
import type { Approach, HostFacts, Rendering, Settings } from "../../stacks/contract.ts";
import type { SubjectRecord, Topology } from "../results/record.ts";

/** A subject to deploy and measure. */
export interface PlannedSubject {
  readonly record: SubjectRecord;
  readonly approach: Approach;
}

/**
 * A subject per approach, and a twin of the first one that can be measured.
 * @param skipped reasons why approaches cannot be deployed here, by name
 */
export function planSubjects(
  approaches: readonly Approach[],
  workload: Workload,
  host: HostFacts,
  skipped: ReadonlyMap<string, string>,
): PlannedSubject[] {
  const planned = approaches.map((approach) => plan(approach, workload, host, skipped.get(approach.name)));
  const first = planned.find(({ record }) => record.skipped === undefined);
  if (first === undefined) return planned;
  const { name } = first.record;
  return [...planned, { ...first, record: { ...first.record, name: `${name} (again)`, twinOf: name } }];
}

function plan(approach: Approach, workload: Workload, host: HostFacts, skipped: string | undefined): PlannedSubject {
  const rendering = approach.render(workload, settingsFor(approach.name, workload.name, host));
  return {
    approach,
    record: {
      name: approach.name,
      approach: approach.name,
      summary: approach.summary,
      requires: approach.requires,
      traits: { ...approach.traits },
      warnings: rendering.warnings,
      topology: topologyOf(rendering, workload),
      ...(skipped === undefined ? {} : { skipped }),
    },
  };
}

/** Settings to render with, when nothing is deployed. */
function settingsFor(approach: string, workload: string, host: HostFacts): Settings {
  return {
    scope: { instance: "000000", stack: approach, approach, workload },
    baseImage: "base",
    host,
  };
}

/** Kept results call a container a unit. */
function topologyOf({ containers }: Rendering, { entry }: Workload): Topology {
  return {
    units: containers.map(({ name, services, attachments: { networks, joins } }) => ({
      name,
      services,
      networks: networks.map((network) => network.name),
      ...(joins === undefined ? {} : { joins: joins.container }),
    })),
    entry,
  };
}

/** Name of a subject's stack for a workload. */
export function stackOf({ name, approach, twinOf }: SubjectRecord, workload: string): string {
  return twinOf === undefined ? `${workload}-${name}` : `${workload}-${approach}-again`;
}
