import { createHash } from "node:crypto";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { UserError } from "../../errors/user-error.ts";
import type { ReadVolume, ReadWatch, StagedContent, Watch } from "../systems/data-room.ts";
import { reasonOf, startHelper, type Helper, type HelperPlace } from "./helper.ts";

/** Exit code of tar if files changed while it read them. */
const changed = 1;

/** Reads a volume as an archive; see DataRoom. */
export async function readVolume(
  place: HelperPlace,
  volume: string,
  write: (bytes: Uint8Array) => Promise<void>,
  { signal, live, progress }: ReadWatch,
): Promise<ReadVolume> {
  signal.throwIfAborted();
  const heard = listener(progress);
  const helper = await startHelper(place, { verb: "read", volumes: [volume], words: [volume], onLine: heard.onLine });
  helper.input.end();
  const hash = createHash("sha256");
  let bytes = 0;
  const exitCode = await guarded(helper, signal, async () => {
    for await (const chunk of helper.output) {
      const block = chunk as Buffer;
      hash.update(block);
      bytes += block.length;
      await write(block);
    }
    return helper.ended;
  });
  const sha256 = hash.digest("hex");
  const complaints = heard.messages.map((line) => line.replace(/^tar: /, ""));
  if (exitCode !== 0 && !(exitCode === changed && live)) {
    throw unreadable(volume, exitCode === changed, reasonOf(place, exitCode, complaints));
  }
  if (heard.sum !== sha256) throw unreadable(volume, false, `the connection to ${place.helper} was cut`);
  return { bytes, entries: heard.entries, sha256, notes: complaints };
}

function unreadable(volume: string, isChanged: boolean, reason: string): UserError {
  return new UserError({
    found: isChanged
      ? `The volume ${volume} changed while it was read: ${reason}`
      : `The volume ${volume} could not be read: ${reason}`,
    remedy: isChanged
      ? "stop what writes to it (npm run data -- list STACK names who uses it), or back up with --live"
      : "run the command again",
  });
}

/** Unpacks an archive beside a volume's data; see DataRoom. */
export async function stageVolume(
  place: HelperPlace,
  { transaction, volume, coordinator, entries, sha256 }: StagedContent,
  bytes: AsyncIterable<Uint8Array>,
  { signal, progress }: Watch,
): Promise<void> {
  signal.throwIfAborted();
  const heard = listener(progress);
  const words = [volume, transaction, coordinator, String(entries), sha256];
  const helper = await startHelper(place, { verb: "stage", volumes: [volume], words, onLine: heard.onLine });
  helper.output.resume();
  const exitCode = await guarded(helper, signal, async () => {
    const failure = await fed(bytes, helper.input);
    if (failure !== undefined) throw failure;
    return helper.ended;
  });
  if (exitCode === 0) return;
  const complaints = heard.messages.map((line) => line.replace(/^tar: /, ""));
  throw new UserError({
    found: `The data for the volume ${volume} could not be unpacked: ${reasonOf(place, exitCode, complaints)}`,
    remedy: "nothing has been changed; remove the cause and run the command again",
  });
}

/** Writes all bytes. @returns what the source failed with; a helper that takes no more has ended, and its exit code tells why */
async function fed(bytes: AsyncIterable<Uint8Array>, input: Writable): Promise<Error | undefined> {
  let failure: Error | undefined;
  const source = async function* () {
    try {
      yield* bytes;
    } catch (error) {
      failure = error as Error;
      throw error;
    }
  };
  await pipeline(source, input).catch(() => undefined);
  return failure;
}

/** Removes the helper at an interruption or a failure. */
async function guarded<T>(helper: Helper, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const stop = () => void helper.remove();
  signal.addEventListener("abort", stop, { once: true });
  try {
    if (signal.aborted) stop();
    const result = await work();
    signal.throwIfAborted();
    return result;
  } catch (error) {
    await helper.remove();
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** Sorts what a helper writes to standard error: names of entries, which begin with `./`, the sum, and messages. */
function listener(progress: ((entries: number) => void) | undefined) {
  const messages: string[] = [];
  const heard = {
    entries: 0,
    sum: "",
    messages,
    onLine: (line: string): void => {
      if (line.startsWith("./")) {
        heard.entries += 1;
        if (heard.entries % 100 === 0) progress?.(heard.entries);
      } else if (line.startsWith("sum ")) heard.sum = line.slice("sum ".length);
      else messages.push(line);
    },
  };
  return heard;
}
