import assert from "node:assert/strict";
import { UserError } from "../../../errors/user-error.ts";

/** Patterns of a message's parts; `null` means that the part must be missing. */
export interface ExpectedParts {
  readonly found: RegExp;
  readonly allowed: RegExp | null;
  readonly remedy: RegExp;
}

/** Asserts that an error is a UserError whose parts match. */
export function assertUserError(error: unknown, { found, allowed, remedy }: ExpectedParts): void {
  assert.ok(error instanceof UserError, `not a UserError: ${String(error)}`);
  assert.match(error.parts.found, found);
  if (allowed === null) assert.equal(error.parts.allowed, undefined);
  else assert.match(error.parts.allowed ?? "", allowed);
  assert.match(error.parts.remedy, remedy);
}

/** Asserts that a function throws such a UserError. */
export function throwsUserError(action: () => unknown, expected: ExpectedParts): void {
  assert.throws(action, (error) => {
    assertUserError(error, expected);
    return true;
  });
}

/** Asserts that a promise is rejected with such a UserError. */
export async function rejectsWithUserError(action: Promise<unknown>, expected: ExpectedParts): Promise<void> {
  await assert.rejects(action, (error) => {
    assertUserError(error, expected);
    return true;
  });
}
