import type { DockerClient } from "../../docker/client.ts";
import { ProcessFailure, run } from "../host/run.ts";
import { isOffline } from "../offline.ts";
import type { Work } from "../work.ts";

const firstAnswerMs = 10_000;

/** Whether it worked, else why not. */
export type PullResult = { readonly pulled: true } | { readonly pulled: false; readonly reason: string };

/**
 * Tries to pull an image. A registry that does not answer within ten seconds counts as unreachable; after its first answer
 * there is no limit.
 * @param options.always try even if the user has said that the host is offline
 */
export async function pullImage(
  work: Work,
  docker: DockerClient,
  name: string,
  options: { readonly always?: boolean } = {},
): Promise<PullResult> {
  if (options.always !== true && isOffline()) return { pulled: false, reason: "offline" };
  work.update(`pulls ${name}`);
  const impatience = new AbortController();
  const timer = setTimeout(() => {
    impatience.abort();
  }, firstAnswerMs);
  const [program = "docker", ...prefix] = docker.argv;
  try {
    const impatient = { ...work, signal: AbortSignal.any([work.signal, impatience.signal]) };
    await run(impatient, program, [...prefix, "pull", name], {
      onLine: (line) => {
        clearTimeout(timer);
        work.detail(line.slice(0, 60));
      },
    });
    return { pulled: true };
  } catch (error) {
    work.signal.throwIfAborted();
    const reason = impatience.signal.aborted ? `no answer within ${firstAnswerMs / 1000} s` : reasonOf(error);
    work.note(`${name} cannot be pulled (${reason})`);
    return { pulled: false, reason };
  } finally {
    clearTimeout(timer);
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof ProcessFailure)) throw error;
  return (error.output.split("\n").at(-1) ?? "").replace(/^Error response from daemon: /, "").slice(0, 160);
}
