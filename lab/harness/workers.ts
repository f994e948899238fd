/**
 * Runs several copies of a worker at once, and waits until all have ended, after a failure too: a clean-up must not run beside them.
 * @throws the failure of the first worker that failed, in their order
 */
export async function runWorkers(count: number, worker: () => Promise<void>): Promise<void> {
  const ended = await Promise.allSettled(Array.from({ length: count }, worker));
  const failed = ended.find(({ status }) => status === "rejected");
  if (failed !== undefined) throw (failed as PromiseRejectedResult).reason;
}
