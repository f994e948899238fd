import assert from "node:assert/strict";
import { UserError } from "../../../errors/user-error.ts";

/** What the parts of a message must match; `null` means that the part must be missing. */
export interface ExpectedParts {
  readonly found: RegExp;
  readonly allowed: RegExp | null;
  readonly remedy: RegExp;
}

/** Asserts that something is a mistake of the user's, told in all its parts. */
export function assertUserError(error: unknown, { found, allowed, remedy }: ExpectedParts): void {
  assert.ok(error instanceof UserError, `not a UserError: ${String(error)}`);
  assert.match(error.parts.found, found);
  if (allowed === null) assert.equal(error.parts.allowed, undefined);
  else assert.match(error.parts.allowed ?? "", allowed);
  assert.match(error.parts.remedy, remedy);
}

/** Asserts that a function throws such a mistake. */
export function throwsUserError(action: () => unknown, expected: ExpectedParts): void {
  assert.throws(action, (error) => {
    assertUserError(error, expected);
    return true;
  });
}

/** Asserts that a promise is rejected with such a mistake. */
export async function rejectsWithUserError(action: Promise<unknown>, expected: ExpectedParts): Promise<void> {
  await assert.rejects(action, (error) => {
    assertUserError(error, expected);
    return true;
  });
}
