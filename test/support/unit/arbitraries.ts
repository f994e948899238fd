import fc from "fast-check";
import { whyReserved } from "../../../services/names.ts";
import type { ContextFile, Scope } from "../../../stacks/contract.ts";

/** Hexadecimal, as instances are. */
const instance = fc.stringMatching(/^[0-9a-f]{6}$/);

/** A word without dashes, as most names are. */
export const plainWord = fc.stringMatching(/^[a-z][a-z0-9]{0,30}$/);

/** A stack's name, as Pulumi allows it. */
export const stackName = fc.stringMatching(/^[A-Za-z0-9._-]{1,100}$/);

/** A scope whose names have no dashes. */
export const plainScope: fc.Arbitrary<Scope> = fc.record({
  instance,
  stack: plainWord,
  approach: plainWord,
  workload: plainWord,
});

/** A scope with any stack's name that Pulumi allows. */
export const anyScope: fc.Arbitrary<Scope> = fc.record({
  instance,
  stack: stackName,
  approach: fc.stringMatching(/^[a-z][a-z0-9]{0,20}(-[a-z0-9]{1,10})?$/),
  workload: plainWord,
});

/** A file of a build context; with few letters, so that paths collide. */
export const contextFile: fc.Arbitrary<ContextFile> = fc.record({
  path: fc.stringMatching(/^[a-c]{1,2}(\/[a-c]{1,2}){0,2}$/),
  content: fc.string({ unit: "binary", maxLength: 40 }),
  mode: fc.constantFrom(0o644, 0o755, 0o600),
});

/** A service's name, as workloads may give it. */
export const serviceName = fc
  .stringMatching(/^[a-z]([a-z0-9-]{0,29}[a-z0-9])?$/)
  .filter((name) => whyReserved(name) === undefined);
