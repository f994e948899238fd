/** Numbered lines that a service wrote. */
export interface Burst {
  readonly service: string;
  readonly id: string;
  readonly lines: number;
  /** Length of a line with its line end. */
  readonly bytes: number;
}

/** What became of the lines. */
export interface Account {
  /** Whether each service's log has its own lines and no other service's. */
  readonly attributable: boolean;
  /** Lines of which no log has any part. */
  readonly lost: number;
  /** Lines in logs that are merged from several lines or are only a part of one. */
  readonly broken: number;
}

/**
 * Looks for every line of several bursts.
 * @param logs what each service's control command prints, by service: a time before each line
 * @param since earlier lines do not count; milliseconds since 1970
 */
export function accountOf(bursts: readonly Burst[], logs: ReadonlyMap<string, string>, since: number): Account {
  const found = new Map(bursts.map(({ service }) => [service, new Set<number>()]));
  const broken = new Set<string>();
  let foreign = 0;
  const from = new Date(since).toISOString().slice(0, -1);
  for (const [service, log] of logs) {
    for (const raw of log.split(/\r?\n/)) {
      if (raw < from) continue;
      const text = raw.slice(raw.indexOf(" ") + 1);
      const parts = partsIn(text, bursts);
      if (isBroken(text, parts)) broken.add(raw);
      for (const { burst, number } of parts) found.get(burst.service)?.add(number);
      foreign += parts.filter(({ burst }) => burst.service !== service).length;
    }
  }
  const sizes = bursts.map(({ service }) => found.get(service)?.size ?? 0);
  const lost = bursts.reduce((sum, { lines }, index) => sum + lines - (sizes[index] ?? 0), 0);
  return { attributable: foreign === 0 && !sizes.includes(0), lost, broken: broken.size };
}

/** Where the beginning of a burst's line is in a line of a log. */
interface Part {
  readonly burst: Burst;
  readonly number: number;
  readonly index: number;
}

const head = /burst ([0-9a-f]+) ([a-z0-9-]+) ([0-9]{6})(?![0-9])/g;

/** The end of a line that has lost its beginning. */
const tail = /x{16}$/;

function partsIn(text: string, bursts: readonly Burst[]): Part[] {
  const parts: Part[] = [];
  for (const { 1: id, 2: service, 3: number, index } of text.matchAll(head)) {
    const burst = bursts.find((one) => one.id === id && one.service === service);
    if (burst !== undefined && Number(number) < burst.lines) parts.push({ burst, number: Number(number), index });
  }
  return parts;
}

function isBroken(text: string, parts: readonly Part[]): boolean {
  const [only] = parts;
  if (only === undefined) return tail.test(text);
  return parts.length > 1 || !isWhole(text, only);
}

/** A prefix that the approach adds is allowed, unless it is the end of another line. */
function isWhole(text: string, { burst: { service, id, bytes }, number, index }: Part): boolean {
  const line = `burst ${id} ${service} ${String(number).padStart(6, "0")} `.padEnd(bytes - 1, "x");
  return text.slice(index) === line && !tail.test(text.slice(0, index));
}
