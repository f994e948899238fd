import { execa } from "execa";
import { createInterface } from "node:readline";
import type { Conversation } from "../tools/conversation.ts";

/** Starts a program to talk with. Orders and answers are lines of JSON. @param argv its command and arguments */
export function converse(argv: readonly string[], signal: AbortSignal): Conversation {
  const [command = "docker", ...args] = argv;
  const child = execa(command, args, { stdin: "pipe", buffer: { stdout: false }, reject: false, cancelSignal: signal });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  // An order to a program that has ended is reported by the missing answer.
  child.stdin.on("error", () => undefined);
  const next = async <T>(): Promise<T> => {
    const line = await lines.next();
    if (line.done !== true) return JSON.parse(line.value) as T;
    const { stderr } = await child;
    signal.throwIfAborted();
    throw new Error(`${args.at(-1) ?? command} ended: ${stderr.trim().split("\n").at(-1) ?? "no reason given"}`);
  };
  return {
    next,
    ask(order) {
      child.stdin.write(`${JSON.stringify(order)}\n`);
      return next();
    },
    async close() {
      child.stdin.end();
      await child;
    },
  };
}
