/** Parts of an error that a user can fix: one line each, in this order. */
export interface UserErrorParts {
  /** What was found, with its value. */
  readonly found: string;
  /** What is allowed. @default no line */
  readonly allowed?: string;
  /** What to do, and where. */
  readonly remedy: string;
}

/**
 * An expected failure: bad input, or a host that lacks something. Shown without a stack trace, and thrown before anything is
 * created. Any other error is a bug and stays a plain Error.
 */
export class UserError extends Error {
  override readonly name = "UserError";

  readonly parts: UserErrorParts;

  constructor(parts: UserErrorParts) {
    const allowed = parts.allowed === undefined ? [] : [`Allowed: ${parts.allowed}`];
    super([parts.found, ...allowed, `To do: ${parts.remedy}`].join("\n"));
    this.parts = parts;
  }
}
