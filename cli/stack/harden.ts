import { cannotHave, measures, wouldHarden, type Hardenable, type Measure } from "../../services/foreign/harden.ts";

/** Measures by the service's name. */
export type Chosen = Readonly<Record<string, readonly Measure[]>>;

/** A service that does not work, and how that was seen. */
export interface Failing {
  readonly service: string;
  readonly because: string;
}

/** What a service was found not to tolerate. */
export interface Refused extends Failing {
  readonly measure: Measure;
}

export interface Hardened {
  readonly chosen: Chosen;
  readonly refused: readonly Refused[];
}

/** Deploys services with measures, and waits until they work or cannot. @returns those that do not */
export type Attempt = (chosen: Chosen) => Promise<readonly Failing[]>;

/**
 * Finds by trying what services can be restricted to: one measure after another, for all services at once, then without those that failed.
 * What is deployed in the end is what was found.
 * @param known what an earlier search has found: it is not tried again
 */
export async function findTolerated(
  services: readonly Hardenable[],
  known: Chosen,
  attempt: Attempt,
): Promise<Hardened> {
  let chosen: Chosen = known;
  let deployed = known;
  const refused: Refused[] = services.flatMap((service) =>
    all.flatMap((measure) => {
      const because = cannotHave(service, measure);
      return because === undefined ? [] : [{ service: service.name, measure, because }];
    }),
  );
  for (const measure of all) {
    let open = services.filter((service) => isOpen(service, measure, chosen)).map(({ name }) => name);
    while (open.length > 0) {
      const tried = withMeasure(chosen, open, measure);
      const failing = await attempt(tried);
      deployed = tried;
      if (failing.length === 0) {
        chosen = tried;
        break;
      }
      const own = failing.filter(({ service }) => open.includes(service));
      // Others fail because of one of these, and it cannot be told which.
      const culprits = own.length > 0 ? own : open.map((service) => ({ service, because: reasonOf(failing) }));
      refused.push(...culprits.map((culprit) => ({ ...culprit, measure })));
      open = open.filter((name) => !culprits.some(({ service }) => service === name));
    }
  }
  if (deployed !== chosen) await attempt(chosen);
  return { chosen, refused };
}

const all = Object.keys(measures) as readonly Measure[];

function isOpen(service: Hardenable, measure: Measure, chosen: Chosen): boolean {
  const already = chosen[service.name] ?? [];
  if (already.includes(measure) || !wouldHarden(service, measure)) return false;
  return measure !== "few-capabilities" || !already.includes("no-capabilities");
}

function withMeasure(chosen: Chosen, names: readonly string[], measure: Measure): Chosen {
  return { ...chosen, ...Object.fromEntries(names.map((name) => [name, [...(chosen[name] ?? []), measure]])) };
}

function reasonOf(failing: readonly Failing[]): string {
  return failing.map(({ service, because }) => `${service} does not work then: ${because}`).join("; ");
}

/** What was found, one line each. */
export function hardenedLines({ chosen, refused }: Hardened): readonly string[] {
  return [
    ...Object.entries(chosen).flatMap(([service, own]) =>
      own.map((measure) => `${service}: ${measure}: ${measures[measure]}`),
    ),
    ...refused.map(({ service, measure, because }) => `${service} does not tolerate ${measure}: ${because}`),
  ];
}
