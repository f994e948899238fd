/** A running program that is told something as a line of JSON, and answers with a line of JSON. */
export interface Conversation {
  /** Sends an order and waits for the answer. @throws if the program ends first */
  ask<T>(order: unknown): Promise<T>;
  /** Waits for the next answer, without an order. @throws if the program ends first */
  next<T>(): Promise<T>;
  /** Closes its input, upon which it ends, and waits for that. */
  close(): Promise<void>;
}
