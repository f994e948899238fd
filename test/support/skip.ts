/** Skips a test and prints why: mocha's reporters show skipped tests without a reason. */
export function skip(context: Mocha.Context, reason: string): never {
  console.log(`        skipped: ${reason}`);
  return context.skip();
}
