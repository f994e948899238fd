import assert from "node:assert/strict";
import { findTolerated, hardenedLines, type Chosen, type Failing } from "../../../cli/stack/harden.ts";
import type { ForeignConfinement, ForeignFile } from "../../../services/foreign/contract.ts";
import type { Measure } from "../../../services/foreign/harden.ts";
import { foreignService } from "../../support/unit/foreign.ts";

const open = foreignService.confinement;
const service = (name: string, confinement: Partial<ForeignConfinement> = {}) => ({
  name,
  confinement: { ...open, ...confinement },
  files: [] as ForeignFile[],
});

/** Services that fail with these measures, and what was deployed. */
function world(intolerant: Readonly<Record<string, readonly Measure[]>>) {
  const deployed: Chosen[] = [];
  const attempt = (chosen: Chosen): Promise<readonly Failing[]> => {
    deployed.push(chosen);
    const failing = Object.entries(intolerant).filter(([name, not]) =>
      not.some((measure) => chosen[name]?.includes(measure)),
    );
    return Promise.resolve(failing.map(([name]) => ({ service: name, because: "it exited with 1" })));
  };
  return { deployed, attempt };
}

describe("up --harden", () => {
  it("restricts each service to what it tolerates, and says what it does not", async () => {
    const { deployed, attempt } = world({ db: ["no-capabilities", "read-only"] });
    const found = await findTolerated([service("web"), service("db")], {}, attempt);
    assert.deepEqual(found.chosen, {
      web: ["no-new-privileges", "no-capabilities", "read-only"],
      db: ["no-new-privileges", "few-capabilities"],
    });
    assert.deepEqual(
      found.refused.map(({ service: name, measure }) => `${name} ${measure}`),
      ["db no-capabilities", "db read-only"],
    );
    assert.deepEqual(deployed.at(-1), found.chosen);
    assert.match(hardenedLines(found).join("\n"), /^db does not tolerate read-only: it exited with 1$/m);
  });

  it("leaves a root writable that files are written into, and says so", async () => {
    const { attempt } = world({});
    const written = { kind: "config", path: "/c", source: { kind: "content", content: "x" } } as const;
    const { chosen, refused } = await findTolerated([{ ...service("web"), files: [written] }], {}, attempt);
    assert.deepEqual(chosen, { web: ["no-new-privileges", "no-capabilities"] });
    assert.match(
      hardenedLines({ chosen, refused }).join("\n"),
      /web does not tolerate read-only: the config at \/c is written/,
    );
  });

  it("deploys what was found in the end, also if the last measure fails for all", async () => {
    const { deployed, attempt } = world({ web: ["read-only"] });
    const { chosen } = await findTolerated([service("web")], {}, attempt);
    assert.deepEqual(chosen, { web: ["no-new-privileges", "no-capabilities"] });
    assert.deepEqual(deployed.at(-1), chosen);
  });

  it("does not try what the file has, what is known, or what a privileged service would not feel", async () => {
    const { deployed, attempt } = world({});
    const services = [
      service("own", {
        readOnlyRoot: true,
        securityOptions: ["no-new-privileges:true"],
        capabilities: { add: ["SYS_TIME"], drop: [] },
      }),
      service("host", { privileged: true }),
      service("known"),
    ];
    const known: Chosen = { known: ["no-new-privileges", "no-capabilities", "read-only"] };
    assert.deepEqual((await findTolerated(services, known, attempt)).chosen, known);
    assert.deepEqual(deployed, []);
  });

  it("takes a measure from all if others fail by it", async () => {
    const attempt = (chosen: Chosen): Promise<readonly Failing[]> =>
      Promise.resolve(chosen.db?.includes("read-only") === true ? [{ service: "web", because: "unhealthy" }] : []);
    const { chosen, refused } = await findTolerated([service("db")], {}, attempt);
    assert.deepEqual(chosen, { db: ["no-new-privileges", "no-capabilities"] });
    assert.match(refused[0]?.because ?? "", /^web does not work then: unhealthy$/);
  });
});
