/** A text in one of the forms in which it may have been written down. */
export interface Needle {
  readonly form: string;
  readonly bytes: Buffer;
}

/**
 * Forms of a text by which it is found: as it is, in base64 wherever it began, in hexadecimal digits, encoded for a URL, escaped for JSON,
 * reversed. Forms that are the same stand once.
 */
export function needlesFor(text: string): readonly Needle[] {
  const bytes = Buffer.from(text);
  const forms: readonly (readonly [string, Buffer | string])[] = [
    ["as it is", bytes],
    ...[0, 1, 2].map((before) => [`base64, after ${before} bytes`, insideBase64(bytes, before)] as const),
    ["hexadecimal digits", bytes.toString("hex")],
    ["hexadecimal capitals", bytes.toString("hex").toUpperCase()],
    ["for a URL", encodeURIComponent(text)],
    ["for JSON", JSON.stringify(text).slice(1, -1)],
    ["for JSON in JSON", JSON.stringify(JSON.stringify(text).slice(1, -1)).slice(1, -1)],
    ["reversed", Buffer.from(Array.from(text).reverse().join(""))],
  ];
  const needles = forms.map(([form, content]) => ({ form, bytes: Buffer.from(content) }));
  return needles.filter(
    ({ bytes: one }, index) => needles.findIndex(({ bytes: other }) => other.equals(one)) === index,
  );
}

/** The middle of a text in base64, which does not depend on what stands before and after it. */
function insideBase64(bytes: Buffer, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes])
    .toString("base64")
    .replace(/=+$/, "");
  // Digits of 6 bits: those that share bits with the bytes before, and the last, which may share some with those after.
  return text.slice(Math.ceil((before * 8) / 6), -1);
}

/** The forms that some bytes have. */
export function formsIn(haystack: Buffer | string, needles: readonly Needle[]): string[] {
  const bytes = typeof haystack === "string" ? Buffer.from(haystack) : haystack;
  return needles.filter((needle) => bytes.includes(needle.bytes)).map(({ form }) => form);
}

/** The same for a stream of any length. */
export async function formsInStream(
  stream: AsyncIterable<Buffer>,
  needles: readonly Needle[],
): Promise<{ readonly forms: readonly string[]; readonly bytes: number }> {
  const overlap = Math.max(...needles.map(({ bytes }) => bytes.length));
  const found = new Set<string>();
  let rest: Buffer = Buffer.alloc(0);
  let bytes = 0;
  for await (const chunk of stream) {
    const window = Buffer.concat([rest, chunk]);
    for (const form of formsIn(window, needles)) found.add(form);
    rest = window.subarray(Math.max(0, window.length - overlap));
    bytes += chunk.length;
  }
  return { forms: [...found], bytes };
}
