/** What a machine is not. */
export interface Unfit {
  /** A clause, without a full stop. */
  readonly reason: string;
  readonly allowed: string;
  readonly remedy: string;
}
