import assert from "node:assert/strict";
import { objectsOf, testEngine } from "../support/engine.ts";
import { copyProject, type Project } from "../support/project.ts";
import { TestStack, type Ended } from "../support/stack.ts";

/** A project whose deployments are expected to fail. */
export interface Faulty {
  readonly project: Project;
  readonly stack: TestStack;
  readonly instance: string;
}

/** A fresh project with one stack. */
export async function faultyProject(label: string, name = "separate"): Promise<Faulty> {
  const project = await copyProject(label);
  const stack = new TestStack(project, name);
  await stack.init();
  return { project, stack, instance: project.instance };
}

/** Deploys and expects a UserError: these words, no stack trace, and nothing created. */
export async function failsCleanly(
  { stack, instance }: Faulty,
  words: readonly (string | RegExp)[],
  env: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  const ended = await stack.run(["up", "--stack", stack.name, "--yes", "--skip-preview"], env);
  assert.notEqual(ended.exitCode, 0, `it succeeded:\n${ended.output}`);
  for (const word of words) {
    const found = typeof word === "string" ? ended.output.includes(word) : word.test(ended.output);
    assert(found, `the message lacks ${String(word)}:\n${ended.output}`);
  }
  assert.doesNotMatch(ended.output, /\n\s+at .+:\d+:\d+/, "a stack trace is shown");
  assert.equal(await stack.resourceCount(), 0);
  assert.deepEqual(await objectsOf(await testEngine(), instance), []);
  return ended;
}
