import assert from "node:assert/strict";
import type { DeploymentOutput } from "../../stacks/outputs.ts";
import { control } from "./control.ts";

/** Asks the first name server of /etc/resolv.conf, as a program does that reads no /etc/hosts, and prints the answer's bytes. */
const asking = [
  "while read -r word server _; do [ $word != nameserver ] || break; done </etc/resolv.conf",
  'exec 3<>"/dev/udp/$server/53"',
  'printf "$1" >&3',
  "timeout 10 dd bs=512 count=1 <&3 2>/dev/null | od -An -v -tu1",
].join("\n");

/**
 * The IPv4 addresses that a service gets for a name from its name server, by a query of our own.
 * @see RFC 1035, section 4
 */
export async function addressesFromServer(
  deployment: DeploymentOutput,
  service: string,
  name: string,
): Promise<string[]> {
  const printed = await control(
    deployment,
    service,
    "exec",
    "bash",
    "-p",
    "-c",
    asking,
    "ask",
    escaped(queryFor(name)),
  );
  const answer = Buffer.from(printed.trim().split(/\s+/).map(Number));
  assert.ok(answer.length >= headerBytes, `${service} got no answer for ${name}: ${printed}`);
  return addressesIn(answer, queryFor(name).length);
}

const headerBytes = 12;

/** One question: the addresses of a name, of type A in class IN; recursion is desired. */
function queryFor(name: string): Buffer {
  const header = Buffer.from([0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  const labels = name.split(".").map((label) => Buffer.from([label.length, ...Buffer.from(label)]));
  return Buffer.concat([header, ...labels, Buffer.from([0, 0, 1, 0, 1])]);
}

/** As bash's printf reads it. */
function escaped(bytes: Buffer): string {
  return [...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
}

/** @param begin where the first record stands */
function addressesIn(answer: Buffer, begin: number): string[] {
  const found: string[] = [];
  for (let at = begin; found.length < answer.readUInt16BE(6);) {
    const fields = nameEnd(answer, at);
    const length = answer.readUInt16BE(fields + fixedBytes - 2);
    found.push(answer.subarray(fields + fixedBytes, fields + fixedBytes + length).join("."));
    at = fields + fixedBytes + length;
  }
  return found;
}

/** Type, class, time to live and length of a record. */
const fixedBytes = 10;

/** A name is labels up to an empty one, or ends with a reference of two bytes. */
function nameEnd(answer: Buffer, begin: number): number {
  const length = answer.readUInt8(begin);
  if (length >= 0xc0) return begin + 2;
  return length === 0 ? begin + 1 : nameEnd(answer, begin + 1 + length);
}
