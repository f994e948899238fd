import { execa } from "execa";
import fc from "fast-check";
import assert from "node:assert/strict";
import { beginFile } from "../../../../stacks/systems/libvirt-lxc/begin.ts";
import { capabilityNumber } from "../../../../stacks/systems/libvirt-lxc/capability-numbers.ts";
import { seccompFilter } from "../../../../stacks/systems/libvirt-lxc/filter.ts";
import { processorNamed } from "../../../../stacks/systems/libvirt-lxc/processor.ts";
import { refuses } from "../../../../stacks/systems/libvirt-lxc/refuses.ts";
import { element, xml } from "../../../../stacks/systems/libvirt-lxc/xml.ts";
import { fullContainer } from "../../../support/unit/full-container.ts";

/** Reads documents, and prints the attribute and the text of each. */
const reader = [
  "import json, sys",
  "from xml.dom.minidom import parseString",
  "found = []",
  "for document in json.load(sys.stdin):",
  "    root = parseString(document.encode()).documentElement",
  "    found.append([root.getAttribute('a'), ''.join(node.data for node in root.childNodes)])",
  "json.dump(found, sys.stdout)",
].join("\n");

/** Text of all that XML can hold, with many of the characters that mean something in it. */
const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom("&", "<", ">", '"', "'", "\n", "\r", "\t", "]]>", "&amp;", " "),
    fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 1 })
      .filter((one) => one >= " " && !/[\ufffe\uffff]/.test(one)),
  ),
  minLength: 1,
});

describe("systems / libvirt-lxc", () => {
  it("writes XML from which a parser reads the same text, whatever it is", async () => {
    const samples = fc.sample(fc.tuple(text, text), 300);
    const documents = samples.map(([value, content]) => xml(element("e", { a: value }, content)));
    const { stdout } = await execa("python3", ["-c", reader], {
      input: JSON.stringify(documents),
      env: { PYTHONIOENCODING: "utf-8" },
    });
    assert.deepEqual(JSON.parse(stdout), samples);
  });

  it("writes no XML for what it cannot hold", () => {
    for (const wrong of ["a\0b", "\u0001", "\ufffe", "\ud800"]) {
      assert.throws(() => xml(element("e", {}, wrong)), /XML cannot hold the text/);
      assert.throws(() => xml(element("e", { a: wrong })), /XML cannot hold the text/);
    }
    for (const wrong of ["", "a b", "1", "a>", "-a"]) {
      assert.throws(() => xml(element(wrong)), /XML has no name/);
      assert.throws(() => xml(element("e", { [wrong]: "" })), /XML has no name/);
    }
  });

  it("indents elements, and puts nothing beside text", () => {
    const document = element("a", {}, [element("b", { c: "1" }), element("d", {}, " x "), element("e", {}, "")]);
    assert.equal(xml(document), '<a>\n  <b c="1"/>\n  <d> x </d>\n  <e/>\n</a>\n');
  });

  for (const name of ["x64", "arm64"]) {
    const { kinds } = processorNamed(name);
    const program = seccompFilter(kinds);

    it(`denies each kind of program its system calls, and no others: ${name}`, () => {
      for (const { number: kind, denied } of kinds) {
        for (const call of denied) assert.equal(resultOf(program, kind, call), "errno 1", `${kind} ${call}`);
        const others = [0, 1, 59, 1000].filter((call) => !denied.includes(call));
        for (const call of others) assert.equal(resultOf(program, kind, call), "allow", `${kind} ${call}`);
      }
    });

    it(`knows no call of other kinds of program: ${name}`, () => {
      assert.equal(resultOf(program, 0x12345, 0), "errno 38");
      for (const { number: kind, othersFrom } of kinds) {
        if (othersFrom !== undefined) assert.equal(resultOf(program, kind, othersFrom + 1), "errno 38");
      }
    });
  }

  it("names the processors that it knows by saying which it does not", () => {
    assert.throws(() => processorNamed("mips"), /not known for the processor mips/);
  });

  it("numbers capabilities as the kernel does", () => {
    const names = ["CHOWN", "SETPCAP", "SYS_ADMIN", "MKNOD", "SETFCAP", "CHECKPOINT_RESTORE"];
    assert.deepEqual(names.map(capabilityNumber), [0, 8, 21, 27, 31, 40]);
    assert.throws(() => capabilityNumber("CAP_CHOWN"), /no capability CAP_CHOWN/);
  });

  it("tells PID 1 every word as it is, one a line", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 1 }), (command) => {
        const plan = { ...fullContainer, process: { ...fullContainer.process, command } };
        const lines = beginFile(plan, processorNamed("x64")).split("\n");
        const words = lines.filter((line) => line.startsWith("word "));
        assert.deepEqual(
          words.map((line) => decodeURIComponent(line.slice("word ".length))),
          command,
        );
        assert.ok(words.every((line) => !/\s/.test(line.slice("word ".length))));
      }),
    );
  });

  it("leaves the filter out where the user has switched it off, and only there", () => {
    const options = (securityOptions: readonly string[]) =>
      beginFile({ ...fullContainer, extras: { ...fullContainer.extras, securityOptions } }, processorNamed("x64"));
    assert.doesNotMatch(options(["seccomp=unconfined"]), /^filter /m);
    assert.match(options([]), /^filter [0-9a-f]+$/m);
  });

  it("says what it does not honour of a container", () => {
    const found = refuses(fullContainer);
    for (const what of [/IPC namespace/, /net\.core\.somaxconn/, /of \/srv it sees one file system/, /\/dev\/shm/])
      assert.ok(
        found.some((one) => what.test(one)),
        `${String(what)}: ${found.join("; ")}`,
      );
  });
});

/** Runs a filter as the kernel does. @param kind number of the program's kind @param call number of the system call */
function resultOf(program: Buffer, kind: number, call: number): string {
  let register = 0;
  for (let at = 0; at < program.length / 8; at += 1) {
    const [code, value] = [program.readUInt16LE(at * 8), program.readUInt32LE(at * 8 + 4)];
    if (code === 0x06) return value === 0x7fff0000 ? "allow" : `errno ${value & 0xffff}`;
    if (code === 0x20) {
      register = value === 4 ? kind : call;
      continue;
    }
    const holds = code === 0x15 ? register === value : register >= value;
    at += program.readUInt8(at * 8 + (holds ? 2 : 3));
  }
  assert.fail("it ends without a result");
}
