import { EngineRefusal } from "../../../docker/engine-api.ts";
import type { Tools } from "../../tools.ts";
import type { CreateBody } from "../../tools/containers.ts";

/** Several times as long as any approach takes to its first answer. */
const longestMs = 10_000;

/** Whether the entry answers in clones with changed settings. */
export async function answersWith(tools: Tools, change: (body: CreateBody) => CreateBody): Promise<boolean> {
  const { containers, clone, signal } = tools;
  await containers.kill();
  const clones = await clone({ suffix: "-without", publish: true, change });
  try {
    await clones.start();
    const answered = await containers.untilAnswer(longestMs).then(Boolean, () => false);
    signal.throwIfAborted();
    return answered;
  } catch (error) {
    if (error instanceof EngineRefusal) return false;
    throw error;
  } finally {
    await clones.remove();
    await containers.start();
  }
}
