import { createHash } from "node:crypto";

/**
 * Short name for a state backend: six hexadecimal digits from its address. Two clones, or two users of one Docker daemon, have different
 * backends, so their objects have different names.
 */
export function instanceOf(backend: string): string {
  return createHash("sha256").update(backend).digest("hex").slice(0, 6);
}
