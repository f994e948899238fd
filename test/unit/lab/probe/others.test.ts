import { execa } from "execa";
import assert from "node:assert/strict";
import { resolve } from "node:path";

const folder = resolve(import.meta.dirname, "../../../../lab/probe");

/** PID: name, parent, ticks, waited ticks, start. */
type Processes = Readonly<Record<number, readonly [string, number, number, number, number]>>;

/** What others.py finds between two lists of processes. @param own PID of the lab */
async function used(before: Processes, after: Processes, own = 50, ids: readonly string[] = []): Promise<number> {
  const program = `
import json, sys
sys.path.insert(0, ${JSON.stringify(folder)})
import others
others.words_of = lambda pid: ["shim", "-id", f"container{pid}"]
before, after, own, ids = json.load(sys.stdin)
number = lambda all: {int(pid): tuple(stat) for pid, stat in all.items()}
print(others.used(number(before), number(after), own, set(ids)))`;
  const { stdout } = await execa("python3", ["-c", program], { input: JSON.stringify([before, after, own, ids]) });
  return Number(stdout);
}

describe("lab / probe others.py", () => {
  const init = { 1: ["init", 0, 5, 5, 0] } as const;

  it("counts what other processes have used since, also those that are new", async () => {
    const before: Processes = { ...init, 10: ["sh", 1, 100, 0, 1] };
    const after: Processes = { ...init, 10: ["sh", 1, 130, 0, 1], 11: ["new", 10, 7, 2, 9] };
    assert.equal(await used(before, after), 39);
  });

  it("does not count the lab, Docker, the lab's containers, and the kernel", async () => {
    const tree = (ticks: number): Processes => ({
      ...init,
      2: ["kthreadd", 0, ticks, 0, 0],
      3: ["kworker", 2, ticks, 0, 0],
      50: ["node", 1, ticks, ticks, 1],
      51: ["docker", 50, ticks, 0, 1],
      60: ["dockerd", 1, ticks, ticks, 1],
      61: ["docker-proxy", 60, ticks, 0, 1],
      70: ["containerd-shim", 1, ticks, ticks, 1],
      71: ["python3", 70, ticks, 0, 1],
    });
    assert.equal(await used(tree(0), tree(100), 50, ["container70"]), 0);
    assert.equal(await used(tree(0), tree(100), 50, []), 300, "of a container that is not the lab's");
  });

  it("counts what a process used since that has ended, and not what it had used before", async () => {
    const before: Processes = {
      ...init,
      10: ["sh", 1, 0, 0, 1],
      11: ["make", 10, 50, 20, 2],
      12: ["cc", 11, 400, 0, 3],
    };
    const after: Processes = { ...init, 10: ["sh", 1, 0, 50 + 20 + 400 + 9, 1] };
    assert.equal(await used(before, after), 9);
  });

  it("takes a PID that is used again for another process", async () => {
    const before: Processes = { ...init, 10: ["sh", 1, 100, 0, 1] };
    const after: Processes = { ...init, 10: ["sh", 1, 4, 0, 9] };
    assert.equal(await used(before, after), 4);
  });
});

describe("lab / probe hostclock.py", () => {
  /** @param code uses `clock`, and `wall` and `monotonic`, which can be set forward */
  async function told(code: string): Promise<unknown> {
    const program = `
import json, sys
sys.path.insert(0, ${JSON.stringify(folder)})
from hostclock import HostClock
now = {"wall": 1700000000.0, "monotonic": 5.0}
def wait(seconds):
    now["wall"] += seconds
    now["monotonic"] += seconds
clock = HostClock(lambda: now["wall"], lambda: now["monotonic"])
${code}`;
    return JSON.parse((await execa("python3", ["-c", program])).stdout);
  }

  it("tells the time of the wall clock, and goes on with the monotonic one", async () => {
    assert.deepEqual(
      await told("a = clock.ms(); wait(1.5); print(json.dumps([a, clock.ms(), clock.drift()]))"),
      [1700000000000, 1700000001500, 0],
    );
  });

  it("does not jump when the wall clock is set, and says by how much", async () => {
    const set = 'now["wall"] -= 0.25; wait(1); print(json.dumps([clock.ms(), clock.drift()]))';
    assert.deepEqual(await told(set), [1700000001000, -250]);
  });
});
