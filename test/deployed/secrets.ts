import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import type { SecretUse } from "../../services/contract.ts";
import { attempt, control } from "../support/control.ts";
import type { Deployed } from "../support/deployed.ts";
import { containerOf } from "../support/deployment.ts";
import { inspected, isLocal } from "../support/engine.ts";
import { needlesFor } from "../support/needles.ts";
import { processOf } from "../support/process.ts";
import { skip } from "../support/skip.ts";
import { tracesOf, watchProcesses } from "../support/traces.ts";

/** A service that asks for a secret, and how it gets it. */
interface Reader {
  readonly service: string;
  readonly secret: string;
  readonly use: SecretUse;
  /** In the container. */
  readonly file: string;
}

/** Secrets reach the services that ask for them, and nothing else; a new value restarts those alone. */
export function describesSecrets(get: () => Deployed): void {
  const readers = (): Reader[] =>
    get().workload.services.flatMap(({ name: service, secrets = {} }) =>
      Object.entries(secrets).map(([secret, use]) => ({ service, secret, use, file: fileOf(secret, use) })),
    );
  const readersOrSkip = (test: Mocha.Context) =>
    readers().length === 0 ? skip(test, "no service asks for a secret") : readers();
  const valueOf = async ({ service, file }: Reader): Promise<string> =>
    Buffer.from(await control(get().deployment, service, "exec", "base64", "--wrap=0", file), "base64").toString();

  describe("secrets", () => {
    it("are files of a tmpfs that their service's user alone can read", async function () {
      for (const { service, file } of readersOrSkip(this)) {
        const { user } = get().workload.services.find(({ name }) => name === service) ?? assert.fail(service);
        const found = await control(get().deployment, service, "exec", "stat", "--format=%F %a %u %g", file);
        assert.equal(found, `regular file 400 ${user.uid} ${user.gid}`, `${service}: ${file}`);
        assert.equal(await control(get().deployment, service, "exec", "stat", "-f", "-c", "%T", file), "tmpfs");
      }
    });

    it("cannot be changed by their service, nor removed", async function () {
      const script = 'chmod 600 "$0" || echo x >"$0" || rm -f "$0" || mv "$0" "$0.x" || touch "$0.x"';
      for (const { service, file } of readersOrSkip(this)) {
        const { exitCode, output } = await attempt(get().deployment, service, "exec", "bash", "-c", script, file);
        assert.notEqual(exitCode, 0, `${service} changed ${file}`);
        assert.match(output, /Read-only file system/);
      }
    });

    it("cannot be read by another service", async function () {
      for (const reader of readersOrSkip(this)) {
        for (const { name } of get().workload.services) {
          if (readers().some(({ service, file }) => service === name && file === reader.file)) continue;
          const { exitCode, output } = await attempt(get().deployment, name, "exec", "cat", reader.file);
          assert.notEqual(exitCode, 0, `${name} can read ${reader.file}`);
          assert.match(output, /Permission denied|No such file or directory/, `${name}: ${reader.file}`);
        }
      }
    });

    it("are the values of the variables, to the program and to a command of exec", async function () {
      const filled = readersOrSkip(this).filter(({ use }) => use.variable !== undefined);
      for (const reader of filled) {
        const { service, use } = reader;
        const value = await valueOf(reader);
        const shown = await control(
          get().deployment,
          service,
          "exec",
          "bash",
          "-c",
          'printf %s "${!0}" | base64 --wrap=0',
          use.variable ?? "",
        );
        assert.equal(Buffer.from(shown, "base64").toString(), value, `${service}: exec`);
        if (isLocal(get().docker))
          assert.equal((await processOf(get().deployment, service)).env[use.variable ?? ""], value, service);
      }
    });

    it("that are generated have their length, and the same value for every service", async function () {
      const facts = get().workload.secrets ?? {};
      const generated = readersOrSkip(this).filter(({ secret }) => facts[secret]?.generated !== undefined);
      for (const reader of generated) {
        const value = await valueOf(reader);
        assert.match(value, /^[A-Za-z0-9]+$/);
        assert.equal(value.length, facts[reader.secret]?.generated?.length);
        const [first] = generated.filter(({ secret }) => secret === reader.secret);
        assert.equal(value, await valueOf(first ?? reader), reader.service);
      }
    });
  });

  describesRotation(get, readersOrSkip, valueOf);
}

function fileOf(secret: string, { file = secret }: SecretUse): string {
  return `/run/secrets/${file}`;
}

/** With a value that is hard to quote, which is then searched everywhere. */
function describesRotation(
  get: () => Deployed,
  readersOrSkip: (test: Mocha.Context) => Reader[],
  valueOf: (reader: Reader) => Promise<string>,
): void {
  const value = `can'ary "$x" \`id\` \\n %h ü漢 ${randomBytes(12).toString("hex")}\ntwo\n\n`;
  // Its beginning could be in a test's source.
  const needles = needlesFor(value.slice(value.indexOf("\\n %h")));
  const pids = async () => {
    const each = get().workload.services.map(
      async ({ name }) => [name, await control(get().deployment, name, "pid")] as const,
    );
    return Object.fromEntries(await Promise.all(each)) as Readonly<Record<string, string>>;
  };

  describe("a new value of a secret", () => {
    let earlier: Readonly<Record<string, string>>;
    let others: readonly string[];
    let containers: readonly string[];
    let affected: readonly Reader[];
    let said: string;
    let watched: Awaited<ReturnType<ReturnType<typeof watchProcesses>["stop"]>>;

    before("set it", async function () {
      const readers = readersOrSkip(this);
      if (!isLocal(get().docker)) skip(this, "the Docker daemon is on another machine");
      // The one that a variable is filled from, and that the fewest services ask for.
      const count = (name: string) => readers.filter(({ secret }) => secret === name).length;
      const names = readers.filter(({ use }) => use.variable !== undefined).map(({ secret }) => secret);
      const [secret = ""] = names.sort((a, b) => count(a) - count(b));
      affected = readers.filter((reader) => reader.secret === secret);
      others = readers.filter((reader) => reader.secret !== secret).map(({ service }) => service);
      earlier = await pids();
      containers = await containerIds(get());
      await get().stack.configureSecret(secret, value);
      const watch = watchProcesses(needles);
      said = await get().stack.up();
      watched = await watch.stop();
    });

    it("is in the files and in the variables, byte for byte", async () => {
      for (const reader of affected) {
        assert.equal(await valueOf(reader), value, reader.service);
        const { env } = await processOf(get().deployment, reader.service);
        if (reader.use.variable !== undefined) assert.equal(env[reader.use.variable], value, reader.service);
      }
    });

    it("restarts the services that ask for it and no other, and replaces no container", async () => {
      const now = await pids();
      const readers = affected.map(({ service }) => service);
      for (const { name } of get().workload.services) {
        if (readers.includes(name)) assert.notEqual(now[name], earlier[name], `${name} was not restarted`);
        else assert.equal(now[name], earlier[name], `${name} was restarted`);
      }
      assert.deepEqual(await containerIds(get()), containers);
      assert.ok(others.length > 0, "a secret stays as it is");
    });

    it("is in no image, context, log, state, output, inspection or argument of a process", async () => {
      const { found, searched } = await tracesOf(needles, get(), { "the output of up": said });
      assert.deepEqual(found, []);
      assert.deepEqual(watched.found, []);
      assert.ok(watched.looks > 10, `${watched.looks} looks at processes`);
      const places = Object.entries(searched)
        .filter(([, bytes]) => bytes > 0)
        .map(([place]) => place);
      for (const place of [
        "docker save",
        "docker inspect",
        "docker logs",
        "/.state/.pulumi/stacks",
        "/.state/contexts",
        "stack export",
        "output of up",
      ])
        assert.ok(
          places.some((one) => one.includes(place)),
          `nothing was searched: ${place}`,
        );
    });

    it("would be found in a container's variables, its log and its command", async () => {
      const { docker, instance } = get();
      const name = `planted-${instance}`;
      const [image = ""] = Object.values(get().deployment.services).map((service) => service.image);
      const label = `container-approaches.instance=${instance}`;
      const hidden = Buffer.from(value).toString("base64");
      const args = [
        "--name",
        name,
        "--label",
        label,
        "--env",
        `PLANTED=${hidden}`,
        "--entrypoint",
        "",
        "--user",
        "0:0",
      ];
      const watch = watchProcesses(needles);
      await docker.run(["run", ...args, image, "sh", "-c", 'printf "%s\\n" "$1"; sleep 0.3', "sh", value]);
      try {
        const { found } = await tracesOf(needles, get());
        const { found: words } = await watch.stop();
        for (const form of [
          /^docker logs .*: as it is$/m,
          /^docker inspect .*: base64, after \d bytes$/m,
          /^docker inspect .*: for JSON$/m,
        ])
          assert.match(found.join("\n"), form);
        assert.match(words.join("\n"), /: as it is$/m);
      } finally {
        await watch.stop();
        await docker.run(["rm", "--force", name]);
      }
    });

    it("changes nothing at the next up", async () => {
      await get().stack.up("--expect-no-changes");
    });
  });
}

async function containerIds({ docker, deployment, workload }: Deployed): Promise<readonly string[]> {
  const names = new Set(workload.services.map(({ name }) => containerOf(deployment, name)));
  return Promise.all([...names].map((name) => inspected<string>(docker, name, ".Id")));
}
