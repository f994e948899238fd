import axios from "axios";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { jsonLogLines } from "../../test/support/control.ts";
import type { Deployed } from "../../test/support/deployed.ts";
import { entryUrl } from "../../test/support/deployment.ts";
import { eventually } from "../../test/support/eventually.ts";
import { bytesPath, hostileArguments, hostilePath, hostileVariables } from "./hostile.ts";
import { workload } from "./workload.ts";

interface Seen {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly uid: number;
  readonly gid: number;
  readonly pid: number;
}

/** The entry reports what reached it, and both peers reach it. Run after deployment, under every approach. */
export function describesOwn(get: () => Deployed): void {
  const ask = async <T>(path: string): Promise<T> =>
    (await axios.get<T>(`${entryUrl(get().deployment)}${path}`, { timeout: 5_000 })).data;
  const web = workload.services.find(({ name }) => name === workload.entry.service) ?? assert.fail("no entry");

  describe("the entry", () => {
    it("sees every argument as it was written: empty ones, quotes, variables, line breaks", async () => {
      const { argv } = await ask<Seen>("/");
      const expected = hostileArguments();
      assert.deepEqual(argv.slice(-expected.length), expected);
      assert.deepEqual(argv.slice(0, -expected.length), web.command.slice(0, -expected.length));
    });

    it("sees every variable as it was written", async () => {
      const { env } = await ask<Seen>("/");
      for (const [name, value] of Object.entries(hostileVariables())) assert.equal(env[name], value, name);
    });

    it("runs at / with its user and its group", async () => {
      const { cwd, uid, gid } = await ask<Seen>("/");
      assert.deepEqual({ cwd, uid, gid }, { cwd: "/", ...web.user });
    });

    const found = async (path: string) => {
      const { content } = await ask<{ content: string }>(`/file?${new URLSearchParams({ path }).toString()}`);
      return Buffer.from(content, "base64");
    };

    it("finds the file with the hostile path, byte for byte", async () => {
      const source = await readFile(join(import.meta.dirname, "hostile.txt"));
      assert.deepEqual(await found(hostilePath), source);
      assert(source.includes("\r\n") && !source.toString().endsWith("\n"), "the file has lost its line endings");
    });

    it("finds a file whose bytes are no text, byte for byte", async () => {
      const source = await readFile(join(import.meta.dirname, "bytes.bin"));
      assert.notDeepEqual(Buffer.from(source.toString("utf8"), "utf8"), source);
      assert.deepEqual(await found(bytesPath), source);
    });
  });

  describe("the peers", () => {
    for (const { name: peer } of workload.services.filter(({ hosts }) => "ENTRY_HOST" in hosts)) {
      it(`${peer} asks the entry, and gets its answers from the process that answers here`, async () => {
        const { pid } = await ask<Seen>("/");
        await eventually(
          async () => {
            const lines = await jsonLogLines(get().deployment, peer);
            const answered = lines.filter(({ service, event }) => service === peer && event === "answered");
            const by = answered.map((line) => line.entry_pid);
            assert(by.includes(pid), `${answered.length} answers, none by ${pid}`);
          },
          { deadlineMs: 15_000 },
        );
      });
    }
  });
}
