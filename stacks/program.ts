import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../errors/user-error.ts";

/**
 * Runs a Pulumi program's body. Shows a UserError as its message, any other error as a stack trace. Both become RunErrors: on Node 20 the
 * SDK takes half a minute to print any other error.
 */
export async function runProgram<T>(body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof UserError) throw new pulumi.RunError(error.message);
    throw new pulumi.RunError(
      `This is a bug: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }
}
