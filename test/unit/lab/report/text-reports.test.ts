import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { shownRange } from "../../../../lab/report/figures.ts";
import { jsonReport } from "../../../../lab/report/json.ts";
import { markdownReport } from "../../../../lab/report/markdown.ts";
import { terminalReport } from "../../../../lab/report/terminal.ts";
import { markdownText, textTable } from "../../../../lab/report/text-table.ts";
import { writeReport } from "../../../../lab/report/write-report.ts";
import { analysed, analysedWith, modelOf, named } from "./support.ts";

const few = named("memory", "identity", "zombies", "shutdown");

describe("a range", () => {
  it("has its suffix once if both ends have the same", () => {
    assert.equal(shownRange(23.1e6, 25e6, "bytes"), "23.1 .. 25 MB");
    assert.equal(shownRange(900, 1100, "ms"), "900 ms .. 1.1 s");
    assert.equal(shownRange(1, 2, "count"), "1 .. 2");
    assert.equal(shownRange(0, 5, "percent"), "0 .. 5 %");
    assert.equal(shownRange(2100, 2600, "per-second"), "2,100 .. 2,600/s");
  });
});

describe("the report for a pull request", () => {
  const text = markdownReport(
    modelOf(analysed({ experiments: few, failures: { zombies: { systemd: "the probe | ended" } } })),
  );

  it("has verdicts, matrix, key figures, ranking, what failed, host and method", () => {
    const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    assert.deepEqual(headings, [
      ...[
        "Verdicts",
        "Matrix: what is said, what was measured",
        "Key figures",
        "Ranking",
        "Skipped and failed",
        "Host",
        "Method",
      ],
    ]);
    assert.match(text, /1 holds, 1 does not hold, 1 mixed, 1 not known/);
    assert.match(text, /\| ✗ does not hold \| Does not hold: a part that fails: 42 MB makes it fails\. \|/);
  });

  it("tells what is true by construction apart from the verdicts, and how often equal ones come out as different", () => {
    assert.match(
      text,
      /True by construction, and so no part of a verdict:\n\n- 999-mixed: Two is more than one\. \(arithmetic\)/,
    );
    assert.match(text, /False alarms: not known, since no figure/);
  });

  it("gives a number with its interval and rounds", () => {
    assert.match(text, /`memory\/idle\.engine`\) \| [\d.]+ MB &#91;[\d.]+ \.\. [\d.]+ MB&#93; n=6 \|/);
  });

  it("says why a value is missing, without breaking its table", () => {
    assert.match(text, /none: the experiment failed: the probe &#124; ended/);
    for (const [row] of text.matchAll(/^\|.*`zombies\/left`.*$/gm)) assert.equal(row.split(" | ").length, 4);
  });

  it("lets no text be read as markup", () => {
    assert.equal(markdownText("a|b\n<c> [d](e) `f` @g"), "a&#124;b &#60;c&#62; &#91;d&#93;(e) &#96;f&#96; &#64;g");
  });
});

describe("the report on a terminal", () => {
  const model = modelOf(analysed({ experiments: few, values: { "shutdown/stop.killed": { systemd: [true, false] } } }));

  it("has a column per approach, and the rounds that disagree marked", () => {
    const text = terminalReport(model, { colour: false });
    assert.match(text, /^ +separate +supervisord +systemd$/m);
    assert.match(text, /^shutdown\/stop\.killed +no +no +yes \(!\)$/m);
    assert.match(text, /^1\. {3}separate {5}1\.00$/m);
    assert.match(text, /✗ 999-fails Does not hold: a part that fails: 42 MB makes it fails\./);
  });

  it("is coloured only on request", () => {
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(terminalReport(model, { colour: false }), /\u001b/);
    // eslint-disable-next-line no-control-regex
    assert.match(terminalReport(model, { colour: true }), /\u001b\[31m✗ 1 does not hold\u001b\[0m/);
  });

  it("keeps a hostile message from steering the terminal", () => {
    const failures = { zombies: { systemd: "bad\u001b]0;title\u0007\r\nnews" } };
    const text = terminalReport(modelOf(analysed({ experiments: few, failures })), { colour: false });
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f]/);
    assert.match(text, /zombies of systemd failed in rounds 0, 1: bad/);
  });

  it("aligns columns whatever their colours", () => {
    assert.deepEqual(textTable(["", "b"], [["a", "\u001b[31m1\u001b[0m"]]), ["   b", "a  \u001b[31m1\u001b[0m"]);
  });
});

describe("results.json", () => {
  const model = modelOf(
    analysed({ experiments: few, missing: { "memory/peak": { systemd: "the kernel has none" } } }),
    {
      constraints: ["no-privilege"],
    },
  );
  const report = jsonReport(model);

  it("has every figure with summaries, comparisons against the first subject, and noise", () => {
    const figure = report.figures.find(({ key }) => key === "memory/idle.charged") ?? assert.fail("no figure");
    assert.deepEqual(Object.keys(figure.summaries), ["separate", "supervisord", "systemd"]);
    assert.deepEqual(Object.keys(figure.comparisons), ["supervisord", "systemd"]);
    assert.equal(figure.comparisons["systemd"]?.verdict, "higher");
    assert.equal(figure.noise?.subject, "separate");
  });

  it("has a reason for every missing value", () => {
    const peak = report.figures.find(({ key }) => key === "memory/peak");
    assert.deepEqual(peak?.summaries["systemd"], { kind: "missing", reason: "the kernel has none" });
  });

  it("has verdicts, ranking and its schema's version, and is JSON", () => {
    assert.equal(report.schemaVersion, 2);
    assert.equal(report.verdicts.length, 4);
    assert.equal(report.ranking.order.length, 3);
    const text = JSON.stringify(report);
    assert.equal(JSON.stringify(JSON.parse(text)), text);
  });
});

describe("the ranking in a report", () => {
  it("puts what a constraint excludes last, with the reason", () => {
    const analysis = analysedWith({ experiments: named("posture", "memory") }, (run, cells) => ({ run, cells }));
    const { order } = modelOf(analysis, { constraints: ["no-privilege"] }).ranking;
    assert.deepEqual(
      order.map(({ excluded }) => excluded),
      [[], [], ["needs a privileged container"]],
    );
    assert.equal(order.at(-1)?.subject, "systemd");
  });

  it("names criteria without a score", () => {
    const { order } = modelOf(analysed({ experiments: named("memory") })).ranking;
    assert.match(order[0]?.unscored["latency"] ?? "", /not measured in this run/);
  });
});

describe("writing the report", () => {
  it("writes the four files, and leaves no other files", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "report-"));
    try {
      const index = await writeReport(path.join(folder, "new"), modelOf(analysed({ experiments: few })));
      const names = await readdir(path.dirname(index));
      assert.deepEqual(names.sort(), ["index.html", "posture.sarif", "report.md", "results.json"]);
      assert.match(await readFile(index, "utf8"), /^<!doctype html>/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
