/** A line of a log, and whose it is. */
export interface OwnedLine {
  readonly owner: string;
  readonly text: string;
}

/** A replica's log: lines that begin with their time, oldest first. */
export interface Log {
  readonly owner: string;
  readonly lines: AsyncIterable<string>;
}

/**
 * Merges logs by the time of their lines. A line without a time stays behind the line before it. Reads a line of each log ahead, so that
 * logs of any length fit into memory.
 */
export async function* mergedByTime(logs: readonly Log[]): AsyncGenerator<OwnedLine> {
  const heads = await Promise.all(logs.map((log) => beginning(log)));
  for (;;) {
    const next = earliest(heads);
    if (next?.text === undefined) return;
    yield { owner: next.owner, text: next.text };
    await advance(next);
  }
}

/** The next line of a log. */
interface Head {
  readonly owner: string;
  readonly rest: AsyncIterator<string>;
  /** Undefined at the end of the log. */
  text: string | undefined;
  /** That of the line, or of the line before if it has none. */
  time: string;
}

async function beginning({ owner, lines }: Log): Promise<Head> {
  const head: Head = { owner, rest: lines[Symbol.asyncIterator](), text: undefined, time: "" };
  await advance(head);
  return head;
}

async function advance(head: Head): Promise<void> {
  const next = await head.rest.next();
  head.text = next.done === true ? undefined : next.value;
  head.time = timeOf(head.text ?? "") ?? head.time;
}

/** Of equal times, the first log's line comes first. */
function earliest(heads: readonly Head[]): Head | undefined {
  const left = heads.filter(({ text }) => text !== undefined);
  return left.reduce<Head | undefined>(
    (best, head) => (best === undefined || head.time < best.time ? head : best),
    undefined,
  );
}

/** The time that a line begins with, as a text that sorts by time: in UTC, with nine decimals. */
function timeOf(text: string): string | undefined {
  const [, seconds, decimals = ""] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z /.exec(text) ?? [];
  return seconds === undefined ? undefined : `${seconds}.${decimals.padEnd(9, "0")}`;
}
