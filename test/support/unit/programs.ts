import type { Rendering } from "../../../stacks/contract.ts";
import { textOf } from "./text-of.ts";

/** Checks a program's syntax without running it. */
export const parsers: Readonly<Record<string, readonly string[]>> = {
  sh: ["sh", "-n"],
  bash: ["bash", "-n"],
  perl: ["perl", "-c"],
  python3: ["python3", "-c", "import ast, sys; ast.parse(sys.stdin.read())"],
};

/** The rendering's own programs, without those of the workload. */
export function programsOf({ images }: Rendering): { path: string; content: string; interpreter: string }[] {
  return images
    .flatMap(({ files }) => files)
    .map((file) => ({ path: file.path, content: textOf(file) }))
    .filter(({ path, content }) => content.startsWith("#!") && path.startsWith("rootfs/opt/"))
    .map(({ path, content }) => ({ path, content, interpreter: /^#!\S*\/(\S+)/.exec(content)?.[1] ?? "nothing" }));
}
