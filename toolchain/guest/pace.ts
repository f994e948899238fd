import { run } from "../host/run.ts";
import { acceleratorArguments, type Accelerator } from "../second-host/qemu-arguments.ts";
import type { Work } from "../work.ts";

const timeoutMs = 120_000;

/**
 * How many times slower than this machine guests run the same program, by the same shell. Rounded up to a power of two, so that what is derived from it
 * changes only with another machine; 1 if they are not slower.
 * @param program lines of sh that work for a second, and print `done N`, several times
 */
export async function paceOfGuest(
  work: Work,
  { kernel, initramfs }: { readonly kernel: string; readonly initramfs: string },
  accelerator: Accelerator,
  program: string,
): Promise<number> {
  work.update("measures how fast guests are");
  const here = doneIn(await run(work, "busybox", ["sh", "-c", program], { timeoutMs }));
  const printed = await run(
    work,
    "qemu-system-x86_64",
    [
      ...["-nodefaults", "-no-user-config", "-display", "none", "-no-reboot", "-machine", "q35", "-m", "256M"],
      ...acceleratorArguments(accelerator),
      ...[
        "-kernel",
        kernel,
        "-initrd",
        initramfs,
        "-append",
        "console=ttyS0 quiet panic=-1 measure",
        "-serial",
        "stdio",
      ],
    ],
    { timeoutMs },
  );
  return roundedPace(here / doneIn(printed));
}

/** The next power of two; small differences count as none. */
export function roundedPace(times: number): number {
  const tolerated = 1.5;
  return times <= tolerated ? 1 : 2 ** Math.ceil(Math.log2(times));
}

/** The farthest that the program got. @throws Error if it has not said how far */
export function doneIn(printed: string): number {
  const rounds = [...printed.matchAll(/^done (\d+)\r?$/gm)].map(([, count]) => Number(count));
  const most = Math.max(0, ...rounds);
  if (most === 0) throw new Error(`how fast a guest is cannot be read: ${printed}`);
  return most;
}
