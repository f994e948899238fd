import { overlap, type Step } from "./step.ts";
import type { Span } from "./trace.ts";

interface Kind {
  readonly noun: string;
  /** Which of the provider's calls belong to it. */
  readonly isCall: (span: Span) => boolean;
  readonly avoidable: Readonly<Record<Verb, string>>;
}

const verbs = { Create: "create", Update: "update", Delete: "delete" } as const;
type Verb = keyof typeof verbs;

const verbNames = Object.keys(verbs) as readonly Verb[];

const fixedWait = "all but the engine's part: the provider waits a fixed 2 s";
const unknown = "see the provider";

const attaching = /\/networks\/[^/]+\/(connect|disconnect)$/;

/** What is known of each type of resource; found by the type's last part. */
const kinds: Readonly<Record<string, Kind>> = {
  Network: {
    noun: "network",
    isCall: (span) => / \/v[\d.]+\/networks/.test(span.name) && !attaching.test(span.name),
    avoidable: { Create: fixedWait, Update: unknown, Delete: fixedWait },
  },
  RemoteImage: {
    noun: "image",
    isCall: (span) => span.name === "build" || / \/v[\d.]+\/images/.test(span.name),
    avoidable: { Create: "little: the builder's own time, the layers being there", Update: unknown, Delete: "no" },
  },
  Container: {
    noun: "container",
    isCall: (span) => / \/v[\d.]+\/containers/.test(span.name) || attaching.test(span.name),
    avoidable: {
      Create: "all but the engine's part: the provider looks again, in steps of 0.1 s",
      Update: unknown,
      Delete: "no: the services' own time to stop",
    },
  },
};

const other: Kind = {
  noun: "resource",
  isCall: () => false,
  avoidable: { Create: unknown, Update: unknown, Delete: unknown },
};

/** Creations, updates and deletions, and the comparisons taken together; starts in milliseconds since the epoch. */
export function operations(spans: readonly Span[]): Step[] {
  const docker = spans.filter(({ service }) => service === "docker");
  const changes = docker.flatMap((span) => {
    const verb = verbNames.find((name) => span.name === `sdkv2.${name}`);
    if (verb === undefined) return [];
    const [type = "", name = ""] = (span.attributes.urn ?? "").split("::").slice(-2);
    const kind = kinds[type.split(":").at(-1) ?? ""] ?? other;
    const calls = docker.filter(kind.isCall);
    return [
      {
        name: `${verbs[verb]} ${kind.noun} ${name}`,
        start: span.start,
        duration: span.end - span.start,
        engine: overlap(span, calls),
        avoidable: kind.avoidable[verb],
      },
    ];
  });
  return [...changes, ...commands(spans), ...comparisons(spans)];
}

function commands(spans: readonly Span[]): Step[] {
  return spans
    .filter(({ service, name }) => service === "command" && name.endsWith("ResourceProvider/Create"))
    .map(({ start, end }) => ({
      name: "readiness command",
      start,
      duration: end - start,
      avoidable: "down to the first health check, which the engine runs one interval after the start",
    }));
}

function comparisons(spans: readonly Span[]): Step[] {
  const calls = spans.filter(
    ({ service, name }) => service === "pulumi-cli" && /ResourceProvider\/(Check|Diff)$/.test(name),
  );
  const [first] = calls;
  if (first === undefined) return [];
  const end = Math.max(...calls.map((call) => call.end));
  return [
    {
      name: `providers check and compare (${calls.length} calls)`,
      start: first.start,
      duration: overlap({ start: first.start, end }, calls),
      avoidable: "with fewer resources only",
    },
  ];
}
