import { createHash } from "node:crypto";
import type { ImagePlan } from "../contract.ts";

/**
 * Hash of everything that goes into an image: twelve hexadecimal digits.
 * @param baseImageId the system's id of the base image: a tag such as `ubuntu:22.04` moves
 */
export function contentHash(image: Pick<ImagePlan, "dockerfile" | "files">, baseImageId: string): string {
  const hash = createHash("sha256");
  const files = [...image.files].sort((a, b) => (a.path < b.path ? -1 : 1));
  // JSON separates the parts, so that different contents never give the same text.
  hash.update(
    JSON.stringify([baseImageId, image.dockerfile, files.map(({ path, content, mode }) => [path, mode, content])]),
  );
  return hash.digest("hex").slice(0, 12);
}
