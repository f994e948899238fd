/** A span of an OpenTelemetry trace; times in milliseconds since the epoch. */
export interface Span {
  readonly name: string;
  /** The process that it comes from: `pulumi-cli`, or the name of a provider. */
  readonly service: string;
  readonly scope: string;
  readonly start: number;
  readonly end: number;
  readonly attributes: Readonly<Record<string, string>>;
}

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string; readonly intValue?: string };
}

interface Batch {
  readonly resourceSpans?: readonly {
    readonly resource?: { readonly attributes?: readonly Attribute[] };
    readonly scopeSpans?: readonly {
      readonly scope?: { readonly name?: string };
      readonly spans?: readonly {
        readonly name: string;
        readonly startTimeUnixNano: string;
        readonly endTimeUnixNano: string;
        readonly attributes?: readonly Attribute[];
      }[];
    }[];
  }[];
}

/** @param text what `pulumi --otel-traces file://...` writes: a JSON document per line */
export function parseTrace(text: string): readonly Span[] {
  return text
    .split("\n")
    .filter(Boolean)
    .flatMap((line) => spansOf(JSON.parse(line) as Batch))
    .sort((a, b) => a.start - b.start);
}

function spansOf({ resourceSpans = [] }: Batch): Span[] {
  return resourceSpans.flatMap(({ resource, scopeSpans = [] }) => {
    const service = record(resource?.attributes)["service.name"] ?? "unknown";
    return scopeSpans.flatMap(({ scope, spans = [] }) =>
      spans.map((span) => ({
        name: span.name,
        service,
        scope: scope?.name ?? "",
        start: milliseconds(span.startTimeUnixNano),
        end: milliseconds(span.endTimeUnixNano),
        attributes: record(span.attributes),
      })),
    );
  });
}

/** Nanoseconds since the epoch do not fit into a number. */
function milliseconds(nanoseconds: string): number {
  return Number(BigInt(nanoseconds) / 1000n) / 1000;
}

function record(attributes: readonly Attribute[] = []): Record<string, string> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue ?? ""]));
}
