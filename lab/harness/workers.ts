/**
 * Runs the same worker several times at once, until all have ended: after a failure, too, since whoever cleans up must not have them
 * still at work.
 * @throws the first worker's failure, in their order
 */
export async function runWorkers(count: number, worker: () => Promise<void>): Promise<void> {
  const ended = await Promise.allSettled(Array.from({ length: count }, worker));
  const failed = ended.find(({ status }) => status === "rejected");
  if (failed !== undefined) throw (failed as PromiseRejectedResult).reason;
}
