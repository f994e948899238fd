import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { plainProject, readCompose, type ComposeRequest } from "../../../../services/compose/read.ts";
import { useTemporaryFolder } from "../../toolchain/temporary-folder.ts";

type Values = Readonly<Record<string, unknown>>;

describe("a Compose project", () => {
  const folder = useTemporaryFolder();

  async function write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
    for (const [name, content] of Object.entries(files)) {
      const path = join(folder(), name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
    }
  }

  async function read(files: Readonly<Record<string, string | Uint8Array>>, request: Partial<ComposeRequest> = {}) {
    await write(files);
    return readCompose({ files: [join(folder(), "compose.yaml")], env: {}, name: "p", ...request });
  }

  async function services(files: Readonly<Record<string, string | Uint8Array>>, request: Partial<ComposeRequest> = {}) {
    const project = await read(files, request);
    const { services: found } = JSON.parse(JSON.stringify(plainProject(project))) as {
      services: Readonly<Record<string, Values>>;
    };
    return found;
  }

  const service = async (
    lines: string,
    more: Readonly<Record<string, string>> = {},
    request: Partial<ComposeRequest> = {},
  ) => {
    const indented = lines.replaceAll(/^/gm, "    ");
    const found = await services(
      { "compose.yaml": `services:\n  web:\n    image: x\n${indented}\n`, ...more },
      request,
    );
    return found.web ?? assert.fail("no service");
  };

  it("has each service on the default network, and names for what has none", async () => {
    const project = await read({
      "compose.yaml": "services:\n  web: {image: x, volumes: ['data:/data']}\nvolumes: {data: }\n",
    });
    assert.deepEqual(JSON.parse(JSON.stringify(plainProject(project))), {
      services: {
        web: {
          image: "x",
          volumes: [{ type: "volume", source: "data", target: "/data", volume: {} }],
          networks: { default: null },
        },
      },
      volumes: { data: { name: "p_data" } },
      name: "p",
      networks: { default: { name: "p_default" } },
    });
  });

  it("takes its name from the request, the shell, the file or the folder, without what a name cannot have", async () => {
    const files = {
      "My App/compose.yaml": "services: {web: {image: x}}\n",
      "named/compose.yaml": "name: The_Name!\nservices: {web: {image: x}}\n",
    };
    await write(files);
    const nameOf = async (path: string, env: NodeJS.ProcessEnv = {}) =>
      (await readCompose({ files: [join(folder(), path)], env })).name;
    assert.equal(await nameOf("My App/compose.yaml"), "myapp");
    assert.equal(await nameOf("named/compose.yaml"), "the_name");
    assert.equal(await nameOf("named/compose.yaml", { COMPOSE_PROJECT_NAME: "shell" }), "shell");
  });

  it("replaces variables by those of the shell, then of .env, and says which are not set", async () => {
    const files = { "compose.yaml": 'services:\n  web:\n    image: "${A}-${B}-${C}"\n', ".env": "A=file\nB=file\n" };
    const project = await read(files, { env: { A: "shell" } });
    assert.match(JSON.stringify(plainProject(project)), /"image":"shell-file-"/);
    assert.equal(project.notes.length, 1);
    assert.match(project.notes[0] ?? "", /compose\.yaml:3:12: the variable C is not set/);
  });

  it("has variables of files below its own, of each file over those before", async () => {
    const { environment } = await service(
      "env_file: [a.env, {path: none.env, required: false}, b.env]\nenvironment: [OWN=1, FROM_SHELL, NOWHERE]",
      { "a.env": "A=a\nBOTH=a\nOWN=a\n", "b.env": "BOTH=b\nUSES=$A\n" },
      { env: { FROM_SHELL: "shell" } },
    );
    assert.deepEqual(environment, { A: "a", BOTH: "b", USES: "a", OWN: "1", FROM_SHELL: "shell", NOWHERE: null });
  });

  it("merges aliases: what stands in the mapping counts, then the first", async () => {
    const found = await services({
      "compose.yaml": [
        "x-a: &a {A: a, BOTH: a}",
        "x-b: &b {B: b, BOTH: b, OWN: b}",
        "services:",
        "  web:",
        "    image: x",
        "    environment:",
        "      <<: [*a, *b]",
        "      OWN: own",
        "",
      ].join("\n"),
    });
    assert.deepEqual(found.web?.environment, { A: "a", B: "b", BOTH: "a", OWN: "own" });
  });

  it("takes a key without a value of a later file for nothing, except where none has a meaning", async () => {
    const files = {
      "compose.yaml": "services: {web: {image: x, user: me, command: a, environment: {A: '1'}, ports: ['80']}}\n",
      "over.yaml": "services: {web: {user: , command: , environment: {A: }, ports: }}\n",
    };
    const found = await services(files, { files: Object.keys(files).map((name) => join(folder(), name)) });
    const { user, command, environment, ports } = found.web ?? {};
    assert.deepEqual([user, command, environment, (ports as unknown[]).length], ["me", null, { A: null }, 1]);
  });

  it("takes a later file over an earlier one: lists grow, commands are replaced, tags reset", async () => {
    const files = {
      "compose.yaml":
        "services:\n  web:\n    image: x\n    command: a b\n    ports: ['80:80']\n    environment: {A: '1', B: '2'}\n    cap_add: [CHOWN]\n    tmpfs: [/a]\n",
      "over.yaml":
        "services:\n  web:\n    command: c\n    ports: ['81:81', '80:80']\n    environment: [B=3]\n    cap_add: !reset []\n    tmpfs: !override [/b]\n",
    };
    await write(files);
    const request = { files: ["compose.yaml", "over.yaml"].map((name) => join(folder(), name)) };
    const { web } = await services(files, request);
    const published = (web?.ports as readonly { published: string }[]).map((port) => port.published);
    assert.deepEqual(published, ["80", "81"]);
    assert.deepEqual(
      [web?.command, web?.environment, web?.cap_add, web?.tmpfs],
      [["c"], { A: "1", B: "3" }, undefined, ["/b"]],
    );
  });

  it("extends services, of another file too, whose paths count from there", async () => {
    const found = await services({
      "compose.yaml":
        "services:\n  web: {extends: {file: sub/base.yaml, service: base}, environment: {B: '2'}}\n  other: {extends: web, image: y}\n",
      "sub/base.yaml":
        "services:\n  base: {extends: deep, volumes: ['./data:/data'], environment: {A: '1'}}\n  deep: {image: x, init: true}\n",
    });
    const { web, other } = found;
    assert.deepEqual([web?.image, web?.init, web?.environment], ["x", true, { A: "1", B: "2" }]);
    assert.equal((web?.volumes as readonly { source: string }[])[0]?.source, join(folder(), "sub/data"));
    assert.deepEqual([other?.image, other?.init], ["y", true]);
  });

  it("includes other projects, each with its own .env", async () => {
    const found = await services({
      "compose.yaml": "include: [db/compose.yaml]\nservices:\n  web: {image: x, depends_on: [db]}\n",
      "db/compose.yaml": "services:\n  db: {image: 'db:${TAG}', env_file: db.env}\n",
      "db/.env": "TAG=7\n",
      "db/db.env": "A=1\n",
    });
    assert.deepEqual([found.db?.image, found.db?.environment], ["db:7", { A: "1" }]);
    assert.deepEqual(found.web?.depends_on, { db: { condition: "service_started", required: true } });
  });

  it("leaves out services of profiles that are off", async () => {
    const files = { "compose.yaml": "services:\n  web: {image: x}\n  debug: {image: y, profiles: [debug]}\n" };
    assert.deepEqual(Object.keys(await services(files)), ["web"]);
    assert.deepEqual(Object.keys(await services(files, { profiles: ["debug"] })), ["web", "debug"]);
    assert.deepEqual(Object.keys(await services(files, { env: { COMPOSE_PROFILES: "a,debug" } })), ["web", "debug"]);
  });

  it("takes text for numbers and booleans, and file modes as octal", async () => {
    const found = await services({
      "compose.yaml":
        'services:\n  web:\n    image: x\n    init: "yes"\n    healthcheck: {test: curl x, retries: "3", interval: 1m30s}\n    secrets: [{source: s, mode: 0440}, {source: t, mode: "0400"}]\nsecrets: {s: {file: s}, t: {file: t}}\n',
    });
    assert.equal(found.web?.init, true);
    assert.deepEqual(found.web.healthcheck, { test: ["CMD-SHELL", "curl x"], retries: 3, interval: "1m30s" });
    assert.deepEqual(
      (found.web.secrets as readonly { mode: number }[]).map(({ mode }) => mode),
      [0o440, 0o400],
    );
  });

  it("starts what shares something after what it shares it with", async () => {
    const found = await services({
      "compose.yaml":
        "services:\n  a: {image: x}\n  b: {image: x, network_mode: 'service:a'}\n  c: {image: x, volumes_from: ['a:ro'], links: ['b:alias']}\n",
    });
    assert.deepEqual(found.b?.depends_on, { a: { condition: "service_started", restart: true, required: true } });
    assert.deepEqual(Object.keys(found.c?.depends_on as object).sort(), ["a", "b"]);
  });

  it("says what Compose drops of a command", async () => {
    const { notes } = await read({ "compose.yaml": "services:\n  web: {image: x, command: migrate && serve}\n" });
    assert.match(notes.join("\n"), /compose\.yaml:2:\d+: services\.web\.command: Compose drops "&& serve"/);
  });
});
