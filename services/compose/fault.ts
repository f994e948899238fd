import { UserError } from "../../errors/user-error.ts";
import type { Place } from "./tree.ts";

/** What is wrong in a Compose file, or in a file that it names. */
export class ComposeFault extends UserError {
  readonly at: Place;

  /**
   * @param found what stands there, without a full stop
   * @param allowed what may stand there
   * @param remedy what to type or to change. @default "change it"
   */
  constructor(at: Place, found: string, allowed: string, remedy = "change it there") {
    super({ found: `${placed(at)}: ${found}.`, allowed, remedy });
    this.at = at;
  }
}

/** As compilers and editors write it. */
export function placed({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}
