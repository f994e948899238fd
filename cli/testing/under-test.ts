import { groups, type Group } from "./groups.ts";

/** What one stage of the post-deploy tests deploys, and which groups of tests run. */
export interface UnderTest {
  readonly approach: string;
  readonly workload: string;
  /** Configuration of the stack, besides the workload. */
  readonly config: Readonly<Record<string, string>>;
  readonly groups: readonly Group[];
}

const variable = "CONTAINER_APPROACHES_UNDER_TEST";

/** The environment variable that passes it to the stage's process, as JSON. */
export function toEnvironment(underTest: UnderTest): Record<string, string> {
  return { [variable]: JSON.stringify(underTest) };
}

/**
 * Reads it from the variable.
 * @throws Error if the variable is missing or wrong: then the tests were not started by `npm test`
 */
export function fromEnvironment(env: NodeJS.ProcessEnv): UnderTest {
  const text = env[variable];
  if (text === undefined) throw new Error(`${variable} is not set: run npm test`);
  const value = JSON.parse(text) as unknown;
  if (!isUnderTest(value)) throw new Error(`${variable} is ${text}`);
  return value;
}

function isUnderTest(value: unknown): value is UnderTest {
  if (typeof value !== "object" || value === null) return false;
  const { approach, workload, config, groups: chosen } = value as Partial<Record<keyof UnderTest, unknown>>;
  return typeof approach === "string" && typeof workload === "string" && isTexts(config) && areGroups(chosen);
}

function isTexts(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.values(value).every((one) => typeof one === "string");
}

function areGroups(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((one) => groups.some((group) => group === one));
}
