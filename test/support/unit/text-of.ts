import type { ContextFile } from "../../../stacks/contract.ts";

/** A file's content: text as it is, other bytes in base64; empty without a file. */
export function textOf(file: Pick<ContextFile, "content"> | undefined): string {
  const { content = "" } = file ?? {};
  return typeof content === "string" ? content : content.base64;
}
