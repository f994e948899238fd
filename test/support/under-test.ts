import { fromEnvironment, type UnderTest } from "../../cli/testing/under-test.ts";

export type { Group } from "../../cli/testing/groups.ts";

/** What this process is to deploy and to test, as the test command says. */
export function underTest(): UnderTest {
  return fromEnvironment(process.env);
}
