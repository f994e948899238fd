import { execa } from "execa";
import assert from "node:assert/strict";
import { parseAllDocuments } from "yaml";
import type { Ejectable } from "../../stacks/eject/ejectable.ts";
import { kubernetesFile } from "../../stacks/eject/kubernetes.ts";
import { goProgram } from "../support/go-program.ts";
import { hostilePlan, hostileTexts, hostileValues } from "../support/hostile.ts";
import { plannedFor, plansOf } from "../support/rendered.ts";
import { fullPlan } from "../support/unit/full-plan.ts";

interface Answer {
  readonly kind: string;
  readonly name: string;
  readonly error?: string;
  readonly containers?: readonly {
    readonly command: readonly string[];
    readonly env: Readonly<Record<string, string>>;
    readonly probe?: readonly string[];
  }[];
}

interface Template {
  readonly spec?: { readonly template?: { readonly metadata: { readonly annotations?: object } } };
}

describe("files for Kubernetes, by the API server's own rules", function () {
  // Building the program takes minutes, once.
  this.timeout(1_200_000);
  let program = "";

  before(async function () {
    program = await goProgram(this, "tests", "kubernetes-check");
  });

  async function answersTo(content: string): Promise<readonly Answer[]> {
    const { stdout } = await execa(program, [], { input: content });
    return JSON.parse(stdout) as readonly Answer[];
  }

  async function refusedOf(plan: Ejectable): Promise<readonly string[]> {
    const answers = await answersTo(kubernetesFile(plan).content);
    assert.ok(answers.some(({ kind }) => kind === "Deployment"));
    const names = answers.map(({ kind, name }) => `${kind} ${name}`);
    assert.equal(new Set(names).size, names.length, "an object is written twice");
    return answers.flatMap(({ kind, name, error }) => (error === undefined ? [] : [`${kind} ${name}: ${error}`]));
  }

  for (const workload of ["hello", "everything", "queue", "wordpress", "trouble"]) {
    it(`are accepted under every approach: ${workload}`, async () => {
      for (const [approach, plan] of await plansOf(workload)) assert.deepEqual(await refusedOf(plan), [], approach);
    });
  }

  it("are accepted with every field of a plan", async () => {
    assert.deepEqual(await refusedOf(fullPlan()), []);
  });

  it("keep every character of commands, checks, variables and labels", async () => {
    const { content } = kubernetesFile(hostilePlan(await plannedFor("hello", "separate")));
    const answers = await answersTo(content);
    assert.deepEqual(
      answers.flatMap(({ error }) => error ?? []),
      [],
    );
    const [container] = answers.find(({ kind }) => kind === "Deployment")?.containers ?? [];
    assert.deepEqual(container?.command, ["/bin/echo", ...hostileTexts]);
    assert.deepEqual(container.probe, ["/check", ...hostileTexts]);
    assert.deepEqual(container.env, hostileValues("V"));
    const templates = parseAllDocuments(content).map((one) => (one.toJS() as Template | null)?.spec?.template);
    const annotations = templates.flatMap((template) => template?.metadata.annotations ?? []);
    assert.deepEqual(annotations, [hostileValues("org.example/l")]);
  });

  it("are refused with a field that there is not, and with a value that cannot be", async () => {
    const object = (spec: string) => `apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {${spec}}\n`;
    const answers = await answersTo(
      `${object("ports: [{port: 80}]")}---\n${object("prots: []")}---\n${object("ports: [{port: 0}]")}`,
    );
    const [fine, unknown, invalid] = answers.map(({ error }) => error);
    assert.equal(fine, undefined);
    assert.match(unknown ?? "", /unknown field "spec\.prots"/);
    assert.match(invalid ?? "", /spec\.ports\[0\]\.port/);
  });
});
