import { fromEnvironment, type UnderTest } from "../../cli/testing/under-test.ts";

export type { Group } from "../../cli/testing/groups.ts";

/** What this process deploys and tests, from the test command. */
export function underTest(): UnderTest {
  return fromEnvironment(process.env);
}
