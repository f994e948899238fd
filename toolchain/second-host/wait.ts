import { readFile } from "node:fs/promises";
import { request } from "node:https";
import { connect } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { UserError } from "../../errors/user-error.ts";
import { timeLeft } from "../progress/display.ts";
import type { Work } from "../work.ts";
import type { MachineFiles } from "./files.ts";
import { machinePid, openConnection } from "./machine.ts";
import type { MachineRecord } from "./record.ts";
import { tlsPort } from "./seed.ts";

const answerMs = 10_000;
const pollMs = 250;
const shownLines = 12;

/** An emulated machine on a busy host takes one to three minutes. */
const bootMs = { tcg: 600_000, kvm: 120_000 } as const;

/**
 * Waits until ssh and the Docker daemon over TLS answer.
 * @param usualMs how long that took the last time; undefined at the first
 * @throws UserError with the machine's last lines, if it ends or is not ready in time
 */
export async function waitUntilReady(
  work: Work,
  files: MachineFiles,
  record: MachineRecord,
  usualMs: number | undefined,
): Promise<void> {
  const startedAt = Date.now();
  const { machine } = record.link;
  const phases = [
    { text: "waits until ssh answers", answers: () => listens(machine, 22) },
    { text: "waits until Docker answers", answers: () => answersOverTls(files, machine) },
  ];
  for (const { text, answers } of phases) {
    work.update(`${text} (${machine}, ${record.accelerator === "tcg" ? "emulated" : "with KVM"})`);
    while (!(await answers())) {
      work.signal.throwIfAborted();
      const elapsed = Date.now() - startedAt;
      if (usualMs !== undefined) work.detail(timeLeft(Math.max(0, usualMs - elapsed)));
      if ((await machinePid(files)) === undefined) throw await notReady(files, "has ended");
      if (elapsed > bootMs[record.accelerator]) throw await notReady(files, `was not ready after ${elapsed / 1000} s`);
      await delay(pollMs, undefined, { signal: work.signal });
    }
  }
  await openConnection(work, files, record);
}

async function notReady({ console: output }: MachineFiles, how: string): Promise<UserError> {
  const text = await readFile(output, "utf8").catch(() => "");
  const lines = text.trim().split(/\r?\n/).slice(-shownLines).join("\n");
  return new UserError({
    found: `The second host ${how}. The last lines of its console:\n${lines}`,
    remedy: "run npm run host -- up again, where other programs leave it a processor; more memory: --memory 3072.",
  });
}

/** Whether a program accepts connections and speaks first, as sshd does. */
async function listens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: answerMs });
    const end = (answers: boolean) => {
      socket.destroy();
      resolve(answers);
    };
    socket.once("data", () => {
      end(true);
    });
    for (const event of ["error", "timeout", "end"]) {
      socket.once(event, () => {
        end(false);
      });
    }
  });
}

async function answersOverTls({ tls }: MachineFiles, host: string): Promise<boolean> {
  const [ca, cert, key] = await Promise.all(
    ["ca", "cert", "key"].map((name) => readFile(path.join(tls, `${name}.pem`))),
  );
  return new Promise((resolve) => {
    const options = { host, port: tlsPort, path: "/_ping", ca, cert, key, timeout: answerMs, agent: false };
    const asked = request(options, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    asked.on("timeout", () => asked.destroy(new Error("no answer")));
    asked.on("error", () => {
      resolve(false);
    });
    asked.end();
  });
}
