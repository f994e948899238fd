import type * as pulumi from "@pulumi/pulumi";

/** The value of an output, so that a test can await it: an assertion inside `apply` may never run. */
export function promiseOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => {
    output.apply((value) => {
      resolve(value);
    });
  });
}
