import type { Workload } from "../../services/contract.ts";
import type { Confinement } from "../../stacks/confinement.ts";
import type { Approach, HostFacts, Rendering, Settings } from "../../stacks/contract.ts";
import type { SubjectRecord, Topology } from "../results/record.ts";
import type { OtherSystem } from "../tools.ts";
import type { Variant } from "../variants.ts";

/** A subject to deploy and measure. */
export interface PlannedSubject {
  readonly record: SubjectRecord;
  readonly approach: Approach;
  /** @default Docker */
  readonly system?: OtherSystem;
}

/** What an approach runs on; undefined if that is Docker. */
export type SystemOf = (approach: Approach) => OtherSystem | undefined;

/**
 * A subject per approach and per variant, and a twin of the first one that can be measured.
 * @param skipped reasons why approaches cannot be deployed here, by name
 * @param systemOf @default every approach runs on Docker
 */
export function planSubjects(
  approaches: readonly Approach[],
  variants: readonly Variant[],
  workload: Workload,
  host: HostFacts,
  skipped: ReadonlyMap<string, string>,
  systemOf: SystemOf = () => undefined,
): PlannedSubject[] {
  const given = (approach: Approach) => ({
    ...{ workload, host, system: systemOf(approach) },
    skipped: skipped.get(approach.name),
  });
  const planned = [
    ...approaches.map((approach) => plan(approach, {}, given(approach))),
    ...variants.map((variant) => ofVariant(variant, plan(variant.approach, variant.config, given(variant.approach)))),
  ];
  const first = planned.find(({ record }) => record.skipped === undefined);
  if (first === undefined) return planned;
  const { name } = first.record;
  return [...planned, { ...first, record: { ...first.record, name: `${name} (again)`, twinOf: name } }];
}

interface Given {
  readonly workload: Workload;
  readonly host: HostFacts;
  /** Why it cannot be deployed here. */
  readonly skipped: string | undefined;
  readonly system: OtherSystem | undefined;
}

function plan(approach: Approach, config: Confinement, { workload, host, skipped, system }: Given): PlannedSubject {
  const rendering = approach.render(workload, { ...settingsFor(approach.name, workload.name, host), ...config });
  return {
    approach,
    ...(system === undefined ? {} : { system }),
    record: {
      name: approach.name,
      approach: approach.name,
      summary: approach.summary,
      requires: approach.requires.map((one) => (typeof one === "string" ? one : one.title)),
      traits: { ...approach.traits, ...rendering.traits },
      warnings: rendering.warnings,
      topology: topologyOf(rendering, workload),
      ...(skipped === undefined ? {} : { skipped }),
      ...(system === undefined ? {} : { system: recorded(system) }),
    },
  };
}

function recorded({ name, version, ownKernel }: OtherSystem) {
  return { name, version, ownKernel };
}

function ofVariant({ id, name, config, shows, experiments }: Variant, { record, ...rest }: PlannedSubject) {
  const summary = `${record.summary}; ${shows}`;
  return { ...rest, record: { ...record, name, variant: id, config: { ...config }, summary, experiments } };
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
export function stackOf({ name, approach, twinOf, variant = name }: SubjectRecord, workload: string): string {
  return twinOf === undefined ? `${workload}-${variant}` : `${workload}-${approach}-again`;
}
