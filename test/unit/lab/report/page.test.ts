import fc from "fast-check";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { embeddedJson, html, raw } from "../../../../lab/report/page/markup.ts";
import { htmlReport } from "../../../../lab/report/page/page.ts";
import { topologyDiagram, topologyText } from "../../../../lab/report/page/topology.ts";
import { analysed, analysedWith, modelOf, named } from "./support.ts";

const hostile = `"><script>alert(1)</script><img src=x onerror='alert(2)'>&</desc></title></style>`;
const few = named("memory", "identity", "zombies");

describe("markup", () => {
  it("escapes text in elements and attributes, and markup not", () => {
    assert.equal(
      html`<p title="${`"&'`}">${"<b>"}${raw("<i></i>")}</p>`.text,
      `<p title="&quot;&amp;&#39;">&lt;b&gt;<i></i></p>`,
    );
  });

  it("lets no character through that opens or closes an element or attribute", () => {
    fc.assert(fc.property(fc.string(), (text) => !/[<>"']/.test(html`${text}`.text)));
  });

  it("embeds JSON that cannot end its element and reads the same", () => {
    const { text } = embeddedJson({ text: hostile });
    assert.doesNotMatch(text, /</);
    assert.deepEqual(JSON.parse(text), { text: hostile });
  });
});

describe("the page", () => {
  it("does not let hostile text become markup", () => {
    const analysis = analysedWith(
      {
        experiments: few,
        missing: { "memory/idle.engine": { separate: hostile } },
        failures: { zombies: { systemd: hostile } },
      },
      (run, cells) => {
        const subjects = run.subjects.map((subject) => ({
          ...subject,
          ...{ summary: hostile, warnings: [hostile] },
          topology: { ...subject.topology, units: [{ name: hostile, services: [hostile], networks: [hostile] }] },
        }));
        return { run: { ...run, subjects, project: hostile, host: { ...run.host, cpu: hostile } }, cells };
      },
    );
    const page = htmlReport(modelOf(analysis));
    assert.ok(page.includes("&quot;&gt;&lt;script&gt;alert(1)"));
    assert.equal(page.match(/<script/g)?.length, 2, "the page's program and the ranking's data");
    assert.doesNotMatch(page, /<img|alert\(1\)<\/script>/);
  });

  it("begins with which approach is for what, and which is ruled out and why", () => {
    const page = htmlReport(modelOf(analysed({ experiments: named("memory", "recovery") })));
    const headings = [...page.matchAll(/<h2[^>]*>([^<]*)/g)].map(([, heading]) => heading);
    assert.equal(headings[0], "Which one, for what");
    assert.match(page, /data-preset="production"/);
  });

  it("shows what experiments show beside their figures, as text that is not markup", () => {
    const findings = [{ id: "X-1", title: hostile, passed: false, reason: "it is open.", remedy: "Close it." }];
    const pages = [10e6, 12e6, 13e6].map((engine) => ({ engine }));
    const analysis = analysedWith({ experiments: named("posture", "scaling") }, (run, cells) => ({
      run,
      cells: cells.map((cell) => ({ ...cell, details: { findings, pages } })),
    }));
    const page = htmlReport(modelOf(analysis));
    assert.match(page, /X-1 &quot;&gt;&lt;script&gt;[^]*it is open\.[^]*Close it\./);
    assert.match(page, /Memory that the n-th copy adds[^]*class="curve"/);
    assert.equal(page.match(/<script/g)?.length, 2, "the page's program and the ranking's data");
  });

  it("allows only its own style sheet and script, by their hashes", () => {
    const page = htmlReport(modelOf(analysed({ experiments: few })));
    const [, policy = ""] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    const allowed = policy.replaceAll("&#39;", "'");
    assert.match(allowed, /^default-src 'none';/);
    assert.doesNotMatch(allowed, /unsafe|https?:|\*/);
    for (const element of ["style", "script"]) {
      const [, text = ""] = new RegExp(`<${element}>([^]*?)</${element}>`).exec(page) ?? [];
      const hash = createHash("sha256").update(text).digest("base64");
      assert.ok(allowed.includes(`${element}-src 'sha256-${hash}'`), element);
    }
    assert.doesNotMatch(page, /\sstyle="|\son[a-z]+="/);
  });

  it("loads nothing from elsewhere, and links only to the raw data of its run", () => {
    const page = htmlReport(modelOf(analysed({ experiments: few })));
    const outside = [...page.matchAll(/(src|href)="([^"]*)"/g)]
      .map(([, attribute = "", target = ""]) => `${attribute} ${target}`)
      .filter((target) => !/^href (#|data:)/.test(target));
    assert.deepEqual(outside, ["href ../results/run/results.jsonl", "href ../results/register.jsonl"]);
  });

  it("has a target for every link, and every id once", () => {
    const page = htmlReport(modelOf(analysed()));
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    assert.deepEqual(
      ids.filter((id, i) => ids.indexOf(id) !== i),
      [],
    );
    const targets = [...page.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id);
    assert.deepEqual(
      targets.filter((id) => !ids.includes(id)),
      [],
    );
  });

  it("says why a value is missing, and what was skipped or failed", () => {
    const page = htmlReport(
      modelOf(
        analysed({
          experiments: few,
          missing: { "identity/named": { systemd: "nothing could be asked" } },
          failures: { zombies: { supervisord: "the probe ended with 3" } },
          skipped: { systemd: "Docker refuses privileged containers" },
        }),
      ),
    );
    assert.match(page, /systemd<\/strong>: Docker refuses privileged containers/);
    assert.match(page, /zombies<\/strong> of supervisord, rounds 0, 1: the probe ended with 3/);
    assert.match(page, /<a class="missing" href="#figure-zombies-left" title="the experiment failed: the probe ended/);
    assert.match(page, /<span class="missing">no value<\/span> the experiment failed: the probe ended with 3/);
    assert.doesNotMatch(page, /<td[^>]*>\s*<\/td>(?!\s*<\/tr>)/, "only the last column, of notes, may be empty");
  });

  it("shows that rounds disagree", () => {
    const page = htmlReport(
      modelOf(analysed({ experiments: few, values: { "identity/named": { separate: [true, false] } } })),
    );
    assert.match(page, /rounds disagree/);
  });

  it("shows claims with their verdict and the original's word beside the number", () => {
    const page = htmlReport(modelOf(analysed({ experiments: few })));
    assert.match(page, /✗ does not hold/);
    assert.match(page, /“word for separate”[^]*?42 MB/);
  });

  it("says if a claim's figure is not part of the run", () => {
    const page = htmlReport(modelOf(analysed({ experiments: named("identity") })));
    assert.match(page, /<code>memory\/idle\.engine<\/code>\s*<span class="missing">not part of this run/);
  });
});

describe("the diagram of a topology", () => {
  const topology = {
    units: [
      { name: "pause", services: [], networks: ["front", "back"] },
      { name: "server", services: ["server"], networks: [], joins: "pause" },
    ],
    entry: { service: "server", port: 8080 },
  };
  const subject = { name: "joined", approach: "joined", summary: "", requires: [], traits: {}, warnings: [], topology };

  it("has every container, service and network, the joins and the port", () => {
    const svg = topologyDiagram(subject).text;
    assert.equal(svg.match(/class="container"/g)?.length, 2);
    assert.equal(svg.match(/class="service"/g)?.length, 1);
    assert.equal(svg.match(/class="network"/g)?.length, 2);
    assert.equal(svg.match(/class="join"/g)?.length, 1);
    assert.match(svg, /to 8080/);
  });

  it("is described in words too", () => {
    assert.equal(
      topologyText(topology),
      "Container pause with no service, on front, back. Container server with server, in the namespaces of pause. Port 8080 of server is published on the host.",
    );
  });
});
