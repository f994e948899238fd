import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../../..");
const folders = ["cli", "docker", "errors", "lab", "services", "stacks", "toolchain"];

/** Sources that print messages, and no comments. */
async function sources(): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const folder of folders) {
    for (const name of await readdir(join(root, folder), { recursive: true })) {
      if (!/\.(?:m?ts|mjs|sh)$/.test(name) || name.startsWith("go/")) continue;
      const text = await readFile(join(root, folder, name), "utf8");
      const lines = text.split("\n").filter((line) => !/^\s*(?:\*|\/\*|\/\/|#)/.test(line));
      found.set(`${folder}/${name}`, lines.join("\n"));
    }
  }
  return found;
}

/** Every match of a pattern with a group, and the file it is in. */
async function named(pattern: RegExp): Promise<readonly { readonly file: string; readonly name: string }[]> {
  return [...(await sources())].flatMap(([file, text]) =>
    [...text.matchAll(pattern)].map(([, name = ""]) => ({ file, name })),
  );
}

/** What messages tell people to type works as it stands. */
describe("commands in messages", () => {
  it("are scripts of this project, after npm run", async () => {
    const { scripts } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { scripts: object };
    const found = await named(/npm run (?:--silent )?([\w-]+)/g);
    assert.ok(found.length > 50, `${found.length} found`);
    assert.deepEqual(
      found.filter(({ name }) => !(name in scripts)),
      [],
    );
  });

  it("have options that the command knows", async () => {
    const found = await named(/npm run (?:--silent )?([\w-]+ -- [^"`;,)\n]*--[\w-]+)/g);
    assert.ok(found.length > 5, `${found.length} found`);
    const unknown: string[] = [];
    for (const { file, name } of found) {
      const [command = "", ...words] = name.split(/\s+/);
      const text = await readFile(join(root, "cli", `${command}.ts`), "utf8");
      // What follows exec, or a second --, is a command of its own.
      if (words.includes("exec")) continue;
      const [, own = ""] = /^-- (.*?)(?: -- .*)?$/.exec(words.join(" ")) ?? [];
      const options = own.split(" ").filter((word) => /^--\w/.test(word));
      for (const option of options) if (!text.includes(option)) unknown.push(`${file}: ${command} ${option}`);
    }
    assert.deepEqual(unknown, []);
  });

  it("name verbs that the commands with verbs have", async () => {
    const verbs: Readonly<Record<string, RegExp>> = {
      data: /^(?:backup|restore|list|remove)$/,
      engine: /^(?:start|stop|status|logs)$/,
      host: /^(?:up|down|status|env|shell|run)$/,
    };
    const found = await named(/npm run ((?:data|engine|host) -- \w+)/g);
    assert.ok(found.length > 10, `${found.length} found`);
    assert.deepEqual(
      found.filter(({ name }) => {
        const [command = "", , verb = ""] = name.split(" ");
        return !verbs[command]?.test(verb);
      }),
      [],
    );
  });

  it("call Pulumi by ./pulumiw, since not everyone has it on PATH", async () => {
    const found = await named(/(?<![\w./-])(pulumi (?:config|stack|state|cancel|import|refresh|login)\b)/g);
    assert.deepEqual(found, []);
  });

  it("set keys that the configuration has", async () => {
    const config = await readFile(join(root, "stacks/config.ts"), "utf8");
    const [, list = ""] = /const keys = \[([^\]]*)\]/.exec(config) ?? [];
    const keys = [...list.matchAll(/"(\w+)"/g)].map(([, key = ""]) => key);
    assert.ok(keys.includes("workload"));
    const found = await named(/\.\/pulumiw config (?:set|rm) (?:--secret )?(?:--path )?'?(\w+)/g);
    assert.ok(found.length > 3, `${found.length} found`);
    assert.deepEqual(
      found.filter(({ name }) => !keys.includes(name)),
      [],
    );
  });
});
