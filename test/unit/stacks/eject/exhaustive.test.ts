import assert from "node:assert/strict";
import type { Rendering } from "../../../../stacks/contract.ts";
import type { Ejectable } from "../../../../stacks/eject/ejectable.ts";
import { targets, type TargetName } from "../../../../stacks/eject/targets.ts";
import { fullPlan } from "../../../support/unit/full-plan.ts";

type Path = readonly (string | number)[];
type Node = Record<string | number, unknown>;

/** Fields that a target leaves out without a word, and why no user misses them. */
const unsaid: Readonly<Record<"compose" | "quadlet" | "kubernetes", Readonly<Record<string, string>>>> = {
  compose: {
    "volumes.owner": "the image gives it to a new volume",
    "volumes.mode": "the image gives it to a new volume",
    "containers.health.probe": "Compose has no one who waits by a check of its own",
  },
  quadlet: { "containers.health.probe": "systemd waits for the check itself" },
  kubernetes: {
    "containers.fullName": "a namespace tells deployments apart",
    "volumes.fullName": "a namespace tells deployments apart",
  },
};

/** Every field that is a text, a number or a choice, and every item of a list; but not the word that tells kinds apart. */
function fieldsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, one]) =>
    key === "kind" ? [] : fieldsOf(one, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** Its name, with the kind of a mount: what one container cannot say beside another setting, another one says. */
function fieldOf(plan: Ejectable, path: Path): string {
  const names = path.map((key, index) => {
    const node = path.slice(0, index + 1).reduce<unknown>((one, step) => (one as Node)[step], plan.rendering);
    const kind = (node as { readonly kind?: string } | undefined)?.kind;
    return typeof key === "string" ? key : (kind ?? "");
  });
  return names.filter((name) => name !== "").join(".");
}

/** The plan without a field, or with another value in it. */
function changed(plan: Ejectable, path: Path, value: unknown): Ejectable {
  // Not structuredClone, which keeps what is shared.
  const rendering = JSON.parse(JSON.stringify(plan.rendering)) as Rendering;
  const parent = path.slice(0, -1).reduce<Node>((node, key) => node[key] as Node, rendering as unknown as Node);
  const last = path.at(-1) ?? "";
  if (value !== undefined) parent[last] = value;
  else if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else Reflect.deleteProperty(parent, last);
  return { ...plan, rendering };
}

/** Values of the same type; several, since words may mean the same to a target. */
function others(value: unknown): readonly unknown[] {
  if (typeof value === "boolean") return [!value];
  if (typeof value === "number") return [value + 1, value + 17];
  if (typeof value === "string")
    return [`${value}x`, "healthy", "rslave", "rprivate", "memory", "on-failure", "SIGTERM"];
  return [];
}

describe("eject / every field of a plan", () => {
  for (const name of ["compose", "quadlet", "kubernetes"] as const satisfies readonly TargetName[]) {
    let before = "";
    const said = (plan: Ejectable) => {
      try {
        const { files, losses } = targets[name](plan);
        return JSON.stringify([files, losses]);
      } catch (error) {
        // That a plan makes no sense any more shows nothing of what is written.
        assert.ok(error instanceof Error);
        return before;
      }
    };

    it(`is written or named as lost: ${name}`, () => {
      const plan = fullPlan();
      const { containers, networks, volumes } = plan.rendering;
      before = said(plan);
      const all = fieldsOf({ containers, networks, volumes });
      const shows = new Set(
        all
          .filter((path) => {
            const value = path.reduce<unknown>((node, key) => (node as Node)[key], plan.rendering);
            return [undefined, ...others(value)].some((other) => said(changed(plan, path, other)) !== before);
          })
          .map((path) => fieldOf(plan, path)),
      );
      const fields = [...new Set(all.map((path) => fieldOf(plan, path)))].filter((field) => !shows.has(field));
      const known = Object.keys(unsaid[name]);
      const is = (field: string) => known.some((one) => field === one || field.startsWith(`${one}.`));
      assert.deepEqual(
        fields.filter((field) => !is(field)),
        [],
      );
      // An exception that is none any more has to go.
      assert.deepEqual(
        known.filter((one) => !fields.some((field) => field === one || field.startsWith(`${one}.`))),
        [],
      );
    });
  }
});
