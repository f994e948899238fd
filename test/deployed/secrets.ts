import assert from "node:assert/strict";
import type { SecretUse } from "../../services/contract.ts";
import { attempt, control } from "../support/control.ts";
import type { Deployed } from "../support/deployed.ts";
import { processOf } from "../support/process.ts";
import { longRunning } from "../support/roles.ts";
import { skip } from "../support/skip.ts";
import { describesRotation, type Reader } from "./rotation.ts";

/** Secrets reach the services that ask for them, and nothing else; a new value restarts those alone. */
export function describesSecrets(get: () => Deployed): void {
  const readers = (): Reader[] =>
    // What has completed has no place for a command.
    longRunning(get().workload).flatMap(({ name: service, secrets = {} }) =>
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
        const { exitCode, output } = await attempt(get().deployment, service, "exec", "bash", "-p", "-c", script, file);
        assert.notEqual(exitCode, 0, `${service} changed ${file}`);
        assert.match(output, /Read-only file system/);
      }
    });

    it("cannot be read by another service", async function () {
      for (const reader of readersOrSkip(this)) {
        for (const { name } of longRunning(get().workload)) {
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
          "-p",
          "-c",
          'printf %s "${!0}" | base64 --wrap=0',
          use.variable ?? "",
        );
        assert.equal(Buffer.from(shown, "base64").toString(), value, `${service}: exec`);
        if (get().local)
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
