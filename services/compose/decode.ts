import { ComposeFault } from "./fault.ts";

/** No file of that size was written by hand. */
const longestFile = 4 * 1024 * 1024;

/**
 * Text of a file that people write.
 * @param file as the user named it
 * @throws ComposeFault for bytes that are no text
 */
export function decoded(bytes: Uint8Array, file: string): string {
  const start = { file, line: 1, column: 1 };
  if (bytes.byteLength > longestFile) {
    throw new ComposeFault(start, `it has ${bytes.byteLength} bytes`, `at most ${longestFile}`, "name another file");
  }
  const text = textIn(bytes);
  if (text === undefined) {
    throw new ComposeFault(start, "it is no UTF-8", "text in UTF-8", "store it in UTF-8, or name another file");
  }
  const zero = text.indexOf("\0");
  if (zero >= 0) {
    const before = text.slice(0, zero).split("\n");
    const at = { file, line: before.length, column: (before.at(-1) ?? "").length + 1 };
    throw new ComposeFault(at, "there is a zero byte", "text", "remove it");
  }
  return text;
}

/** Drops a byte order mark. @returns undefined for bytes that are no UTF-8 */
function textIn(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
