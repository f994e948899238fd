import assert from "node:assert/strict";
import { machineFiles } from "../../../../toolchain/second-host/files.ts";
import {
  acceleratorArguments,
  kernelArguments,
  qemuArguments,
} from "../../../../toolchain/second-host/qemu-arguments.ts";

const files = machineFiles("/clones/a, b/.state");
const image = { kernel: "/cache/vmlinuz", initramfs: "/cache/initramfs", disk: "/cache/disk.raw" };
const argumentsOf = (accelerator: "kvm" | "tcg") =>
  qemuArguments(files, image, { cpus: 3, memoryMib: 1536 }, accelerator);

/** The value after an option, at each of its places. */
function values(words: readonly string[], option: string): string[] {
  return words.flatMap((word, index) => (words[index - 1] === option ? [word] : []));
}

describe("QEMU's arguments", () => {
  it("name one accelerator, never one with another to fall back to", () => {
    for (const accelerator of ["kvm", "tcg"] as const) {
      const [chosen = "", ...more] = values(argumentsOf(accelerator), "-accel");
      assert.equal(chosen.split(",")[0], accelerator);
      assert.deepEqual(more, []);
    }
  });

  it("give a guest under KVM the processor of the host, and an emulated one a bounded cache of translated code", () => {
    assert.deepEqual(acceleratorArguments("kvm"), ["-accel", "kvm", "-cpu", "host"]);
    assert.match(acceleratorArguments("tcg").join(" "), /tb-size=\d+ -cpu max/);
  });

  it("leave the guards against processors' faults on under KVM", () => {
    assert.doesNotMatch(kernelArguments("kvm"), /mitigations/);
    assert.match(kernelArguments("tcg"), /mitigations=off/);
  });

  it("have the size that was asked for", () => {
    assert.deepEqual(values(argumentsOf("tcg"), "-smp"), ["3"]);
    assert.deepEqual(values(argumentsOf("tcg"), "-m"), ["1536M"]);
  });

  it("double commas in names of files, where a comma ends a value", () => {
    const [disk = "", seed = ""] = values(argumentsOf("tcg"), "-drive");
    assert.match(disk, /^file=\/clones\/a,, b\/.state\/second-host\/disk.qcow2,format=qcow2/);
    assert.match(seed, /^file=\/clones\/a,, b\/.*readonly=on$/);
  });

  it("write no file of the cached image", () => {
    assert.ok(!argumentsOf("tcg").some((word) => word.includes(image.disk)));
  });
});

describe("files of a machine", () => {
  it("differ between two clones, and fit a network device", () => {
    const [one, other] = [machineFiles("/clones/a/.state"), machineFiles("/clones/b/.state")];
    assert.notEqual(one.instance, other.instance);
    assert.notEqual(one.link, other.link);
    assert.ok(one.link.length <= 15, one.link);
  });
});
