import { operations } from "./operations.ts";
import type { Step } from "./step.ts";
import type { Span } from "./trace.ts";

/** When the process began and ended, in milliseconds since the epoch. */
export interface Lifetime {
  readonly start: number;
  readonly end: number;
}

/** Cuts a command's trace into steps. */
export function stepsOf(spans: readonly Span[], lifetime: Lifetime): readonly Step[] {
  const work = operations(spans);
  const steps = [...preamble(spans, lifetime), ...pluginSteps(spans, lifetime), ...work.map(relativeTo(lifetime))];
  const lastEnd = Math.max(...steps.map(({ start, duration }) => start + duration));
  const total = lifetime.end - lifetime.start;
  return [
    ...steps.sort((a, b) => a.start - b.start),
    {
      name: "finishing: outputs, last checkpoint, processes end",
      start: lastEnd,
      duration: total - lastEnd,
      avoidable: "no: Pulumi's own",
    },
  ];
}

function relativeTo(lifetime: Lifetime) {
  return (step: Step): Step => ({ ...step, start: step.start - lifetime.start });
}

function preamble(spans: readonly Span[], lifetime: Lifetime): Step[] {
  const root = spans.find(({ name }) => name === "pulumi");
  if (root === undefined) throw new Error("the trace has no span of the command itself");
  const run = spans.find(({ name, service }) => service === cli && name.endsWith("LanguageRuntime/Run"));
  const registrations = spans.filter(({ name }) => name.endsWith("ResourceMonitor/RegisterResource"));
  const [stack, first] = registrations;
  const marks: { readonly name: string; readonly until: number | undefined; readonly avoidable: string }[] = [
    { name: "command line: process starts", until: root.start, avoidable: "no: Pulumi's own" },
    {
      name: run === undefined ? "command line: project, state" : "command line: project, state, language host",
      until: run?.start ?? firstPlugin(spans),
      avoidable: "hardly: a smaller state, fewer packages to look for",
    },
    {
      name: "program: Node starts, Pulumi's SDK loads",
      until: stack?.start,
      avoidable: "partly: modules and source maps that are never needed",
    },
    {
      name: "program: own modules, look at the engine, plan",
      until: first?.start,
      avoidable: "partly: fewer modules, calls of the docker command line",
    },
  ];
  return sequence(marks, lifetime);
}

function sequence(
  marks: readonly { readonly name: string; readonly until: number | undefined; readonly avoidable: string }[],
  lifetime: Lifetime,
): Step[] {
  let from = lifetime.start;
  return marks.flatMap(({ name, until, avoidable }) => {
    if (until === undefined || until < from) return [];
    const step = { name, start: from - lifetime.start, duration: until - from, avoidable };
    from = until;
    return [step];
  });
}

const cli = "pulumi-cli";

function firstPlugin(spans: readonly Span[]): number | undefined {
  return providerStarts(spans)[0]?.start;
}

function providerStarts(spans: readonly Span[]): readonly Span[] {
  return spans.filter(({ name, attributes }) => name === "newPlugin" && attributes.kind === "resource");
}

function pluginSteps(spans: readonly Span[], lifetime: Lifetime): Step[] {
  return providerStarts(spans).map(({ attributes, start, end }) => ({
    name: `plugin ${attributes.prefix?.replace(/ \(.*/, "") ?? "?"} starts`,
    start: start - lifetime.start,
    duration: end - start,
    avoidable: "partly: started while something else is waited for",
  }));
}
