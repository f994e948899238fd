/** What a user can mend: each part ends up on a line of its own, in this order. */
export interface UserErrorParts {
  /** What was given or found, with its value. */
  readonly found: string;
  /** What is allowed or was expected. @default left out */
  readonly allowed?: string;
  /** What to do, and where. */
  readonly remedy: string;
}

/**
 * An expected failure: bad input, or a host that lacks something. Shown without a stack trace, and raised before anything is
 * created. Everything else is a bug and stays a plain Error.
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
