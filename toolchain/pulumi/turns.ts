import type { Work } from "../work.ts";

/** What a task gets that shares a line of the display and the processors with other tasks. */
export interface Turn {
  /** For its reports: they are shown only after the task before has ended, which is shown until then. */
  readonly work: Work;
  /** Resolves when its heavy part may begin: when the task before has ended. */
  readonly heavyPart: () => Promise<void>;
}

/** The turn of a task that waits for no other. */
export function onlyTurn(work: Work): Turn {
  return { work, heavyPart: () => Promise.resolve() };
}

/**
 * Runs tasks that have a light part, such as downloads, and then a heavy one. Heavy parts run one after the other; the light part of
 * a task runs beside the heavy one of the task before. The first failure stops the others, and is thrown once they have ended.
 */
export async function takeTurns<T>(work: Work, tasks: readonly ((turn: Turn) => Promise<T>)[]): Promise<T[]> {
  const failed = new AbortController();
  const signal = AbortSignal.any([work.signal, failed.signal]);
  let before = { heavy: Promise.resolve(), ended: Promise.resolve() };
  const running = tasks.map((task) => {
    const { heavy: mayStart, ended: mayWork } = before;
    let begun: () => void = () => undefined;
    const heavy = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const result = mayStart.then(() =>
      task({
        work: patientWork({ ...work, signal }, mayWork),
        heavyPart: async () => {
          await mayWork;
          signal.throwIfAborted();
          begun();
        },
      }),
    );
    // A task with nothing to do begins no heavy part.
    const ended = result.then(begun, (error: unknown) => {
      failed.abort(error);
      begun();
    });
    before = { heavy, ended: Promise.all([mayWork, ended]).then(() => undefined) };
    return result;
  });
  await Promise.allSettled(running);
  return Promise.all(running);
}

/** A Work whose reports wait for the one before; then the last of them is shown. Notes are not held back. */
function patientWork(work: Work, mayShow: Promise<void>): Work {
  let shown = false;
  let latest: string | undefined;
  void mayShow.then(() => {
    shown = true;
    if (latest !== undefined) work.update(latest);
  });
  return {
    ...work,
    update(text) {
      if (shown) work.update(text);
      else latest = text;
    },
    detail(text) {
      if (shown) work.detail(text);
    },
  };
}
