/** Skips a test and says why: mocha's reporters show a skipped test without its reason. */
export function skip(context: Mocha.Context, reason: string): never {
  console.log(`        skipped: ${reason}`);
  return context.skip();
}
