import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { format, resolveConfig } from "prettier";
import { grants } from "../../../services/foreign/grant-names.ts";
import { serviceKeys } from "../../../services/foreign/keys.ts";
import { updating } from "../../support/unit/goldens.ts";

const path = resolve(import.meta.dirname, "../../../docs/compose-keys.md");

const words = {
  honoured: "honoured",
  read: "read: it is part of another key by then, or of other tools",
  granted: "needs a grant",
  ignored: "not honoured, said as a warning",
} as const;

function page(): string {
  const rows = Object.entries(serviceKeys).map(
    ([key, { disposition, why = "" }]) => `| \`${key}\` | ${words[disposition]} | ${why} |`,
  );
  const needed = Object.entries(grants).map(([name, what]) => `| \`${name}\` | ${what} |`);
  return [
    "# Keys of a Compose service",
    "Every key of the Compose specification, and what becomes of it. [Compose files](compose.md) says how they are deployed. This page is generated from `services/foreign/keys.ts`: `npm run goldens`.",
    ["| Key | What becomes of it | Why |", "| - | - | - |", ...rows].join("\n"),
    "## Grants",
    "What reaches beyond a container is refused unless the stack's configuration grants it by name, as `./pulumiw config set grants '[\"NAME\"]'` does.",
    ["| Name | What it is |", "| - | - |", ...needed].join("\n"),
  ].join("\n\n");
}

describe("the page of Compose keys", () => {
  it("says what becomes of each key", async () => {
    const text = await format(page(), { ...(await resolveConfig(path)), filepath: path });
    if (updating) await writeFile(path, text);
    assert.equal(await readFile(path, "utf8"), text, "npm run goldens writes it again");
  });
});
