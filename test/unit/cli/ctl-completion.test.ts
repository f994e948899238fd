import { execa } from "execa";
import assert from "node:assert/strict";
import { candidates, completionScript } from "../../../cli/control/completion.ts";
import type { DeploymentOutput } from "../../../stacks/outputs.ts";
import { skip } from "../../support/skip.ts";

describe("completion of ctl", () => {
  const services = (numbers: Readonly<Record<string, number>>) => {
    const replicas = (number: number) => Array<object>(number).fill({ container: "", control: "" });
    const named = Object.entries(numbers).map(([name, number]) => [name, { replicas: replicas(number) }]);
    return { services: Object.fromEntries(named) as object } as unknown as DeploymentOutput;
  };
  const deployments = { pod: services({ web: 1, db: 1 }), other: services({ x: 1, worker: 2 }) };
  const complete = (...words: string[]) => candidates(words, ["separate", "dev"], () => Promise.resolve(deployments));

  const expected: readonly (readonly [readonly string[], readonly string[]])[] = [
    [[""], ["separate", "dev"]],
    [["se"], ["separate"]],
    [["dev/"], ["dev/pod", "dev/other"]],
    [["dev/p"], ["dev/pod"]],
    [
      ["dev", ""],
      ["web", "db", "x", "worker", "worker/1", "worker/2"],
    ],
    [
      ["dev/other", "worker/"],
      ["worker/1", "worker/2"],
    ],
    [["dev/pod", "w"], ["web"]],
    [
      ["dev", "web", "st"],
      ["status", "stop", "start"],
    ],
    [["dev", "web", "logs", "-"], ["--follow"]],
    [["dev", "web", "signal", "K"], ["KILL"]],
    [["dev", "web", "status", ""], []],
    [["dev", "web", "exec", "ls", ""], []],
  ];
  for (const [words, found] of expected) {
    it(`of "${words.join(" ")}" gives ${found.join(", ") || "nothing"}`, async () => {
      assert.deepEqual(await complete(...words), found);
    });
  }

  it("is code that bash takes, and that completes there", async function () {
    const script = `${completionScript("/it's here")}
      _ctl_words() { printf '%s\\n' "$#" "$@"; }
      COMP_WORDS=(ctl separate ""); COMP_CWORD=2; _ctl; printf '%s|' "\${COMPREPLY[@]}"`;
    const { stdout, exitCode, stderr, code } = await execa("bash", ["-c", script], { reject: false });
    if (code === "ENOENT") return skip(this, "this machine has no bash");
    assert.equal(exitCode, 0, stderr);
    assert.equal(stdout, "2|separate||");
  });
});
