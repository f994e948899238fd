import assert from "node:assert/strict";
import { baseWithPackages, copyTree, dockerfile } from "../../../../stacks/rendering/dockerfile.ts";

describe("rendering / Dockerfiles", () => {
  it("have a line per instruction, reasons above, and a newline at the end", () => {
    const text = dockerfile(["FROM base", { why: "systemd listens to it", line: "STOPSIGNAL SIGRTMIN+3" }]);
    assert.equal(text, "FROM base\n# systemd listens to it\nSTOPSIGNAL SIGRTMIN+3\n");
  });

  it("install nothing without packages", () => {
    assert.deepEqual(baseWithPackages("base", []), ["FROM base"]);
  });

  it("install packages sorted and once, so that the same set gives the same layer", () => {
    const one = dockerfile(baseWithPackages("base", ["zsh", "bash", "zsh"]));
    assert.equal(one, dockerfile(baseWithPackages("base", ["bash", "zsh"])));
    assert.match(one, /--no-install-recommends bash zsh \\\n/);
  });

  it("leave no package lists behind, in the layer that created them", () => {
    const text = dockerfile(baseWithPackages("base", ["zsh"]));
    assert.match(text, /^FROM base\nRUN for [^\n]*\\\n( [^\n]*\\\n)+ && rm -rf \/var\/lib\/apt\/lists\/\* [^\n]*\n$/);
  });

  it("copy in exec form, which accepts paths with spaces", () => {
    assert.equal(copyTree("a folder/", "/"), 'COPY ["a folder/","/"]');
  });
});
