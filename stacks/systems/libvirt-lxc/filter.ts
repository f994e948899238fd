import type { ProgramKind } from "./processor.ts";

/** An instruction of the kernel's classic BPF: struct sock_filter in linux/filter.h. */
interface Instruction {
  readonly code: number;
  /** How many instructions to skip if what it compares is so, and if not. */
  readonly then?: number;
  readonly otherwise?: number;
  readonly value: number;
}

const load = 0x20;
const ifEqual = 0x15;
const ifAtLeast = 0x35;
const end = 0x06;

/** Where struct seccomp_data has them. */
const numberOfCall = 0;
const numberOfKind = 4;

const allow = 0x7fff0000;
const fail = 0x00050000;
const notPermitted = 1;
const notImplemented = 38;

/**
 * A seccomp filter, as the kernel takes it: an array of struct sock_filter. Denied system calls fail with EPERM, those of another kind of program
 * with ENOSYS. Pure.
 */
export function seccompFilter(kinds: readonly ProgramKind[]): Buffer {
  const program = [
    { code: load, value: numberOfKind },
    ...kinds.flatMap(rulesOf),
    { code: end, value: fail | notImplemented },
  ];
  return Buffer.concat(program.map(bytesOf));
}

function rulesOf({ number, denied, othersFrom }: ProgramKind): readonly Instruction[] {
  const tests: readonly Instruction[] = [
    ...(othersFrom === undefined ? [] : [{ code: ifAtLeast, value: othersFrom, then: denied.length + 2 }]),
    // Past the tests that follow, and the end that allows.
    ...denied.map((value, index) => ({ code: ifEqual, value, then: denied.length - index })),
  ];
  const rules = [
    { code: load, value: numberOfCall },
    ...tests,
    { code: end, value: allow },
    { code: end, value: fail | notPermitted },
    { code: end, value: fail | notImplemented },
  ];
  return [{ code: ifEqual, value: number, otherwise: rules.length }, ...rules];
}

/** Both processors have the low byte first. */
function bytesOf({ code, then = 0, otherwise = 0, value }: Instruction): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(code, 0);
  bytes.writeUInt8(then, 2);
  bytes.writeUInt8(otherwise, 3);
  bytes.writeUInt32LE(value, 4);
  return bytes;
}
