import type { ForeignService, ResolvedService } from "./contract.ts";

/** What services cannot do together in one container, by the names of both. */
export interface Conflict {
  readonly services: readonly string[];
  readonly found: string;
  readonly allowed: string;
}

/** What a service wants of which there is one for all: a value, by what it is. */
type Wanted = (service: ForeignService) => readonly (readonly [what: string, value: string])[];

/** What the network has one value of. */
const ofTheNetwork: readonly Wanted[] = [
  ({ confinement }) => Object.entries(confinement.sysctls),
  ({ confinement }) => addresses(confinement.extraHosts),
];

/** What the container has one value of. */
const ofTheContainer: readonly Wanted[] = [
  ({ limits }) => (limits.cpuset === undefined ? [] : [["cpuset", limits.cpuset]]),
  ({ confinement }) => (confinement.runtime === undefined ? [] : [["runtime", confinement.runtime]]),
  ({ confinement }) => confinement.securityOptions.flatMap(secured),
];

/** A contradiction for each pair of services that want different values of what they share as a pod. */
export function networkContradictions(services: readonly ResolvedService[]): readonly Conflict[] {
  return contradictions(services, ofTheNetwork);
}

/** The same of what they share in one container. */
export function containerContradictions(services: readonly ResolvedService[]): readonly Conflict[] {
  return contradictions(services, [...ofTheNetwork, ...ofTheContainer]);
}

function contradictions(services: readonly ResolvedService[], wanted: readonly Wanted[]): readonly Conflict[] {
  const values = new Map<string, { readonly service: string; readonly value: string }>();
  const found: Conflict[] = [];
  for (const { service } of services) {
    for (const [what, value] of wanted.flatMap((of) => of(service))) {
      const other = values.get(what);
      if (other !== undefined && other.service !== service.name && other.value !== value) {
        found.push({
          services: [other.service, service.name],
          found: `the services ${other.service} and ${service.name} want ${what} to be ${other.value} and ${value}, and there is one value for all`,
          allowed: "the same value for both",
        });
      }
      values.set(what, other ?? { service: service.name, value });
    }
  }
  return found;
}

/** A name may have several addresses. @param written `NAME=ADDRESS`, or with a colon */
function addresses(written: readonly string[]): readonly (readonly [what: string, value: string])[] {
  const found = new Map<string, readonly string[]>();
  for (const one of written) {
    const at = one.search(/[=:]/);
    const name = one.slice(0, at);
    found.set(name, [...(found.get(name) ?? []), one.slice(at + 1)].sort());
  }
  return [...found].map(([name, all]) => [`the host ${name}`, all.join(", ")] as const);
}

/** Options of which only one counts. Those of SELinux are several, and no-new-privileges is no value. */
function secured(option: string): readonly (readonly [what: string, value: string])[] {
  const [, kind = "", value = ""] = /^(seccomp|apparmor)[:=](.*)$/s.exec(option) ?? [];
  return kind === "" ? [] : [[`security_opt ${kind}`, value]];
}
