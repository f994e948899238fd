import assert from "node:assert/strict";
import { checkDockerfile } from "../../support/unit/rendering-checks.ts";

describe("the check of Dockerfiles", () => {
  const check = (...lines: readonly string[]) => {
    checkDockerfile({ name: "web", dockerfile: `${lines.join("\n")}\n`, files: [] }, "base");
  };
  const command = 'CMD ["/bin/true"]';

  it("accepts plain instructions", () => {
    check("FROM base", "RUN a \\\n && b", 'COPY ["x/","/"]', "USER 1:1", command);
  });

  const bad: Record<string, readonly string[]> = {
    "an unknown instruction": ["FROM base", "INSTALL x", command],
    "RUN with a flag": ["FROM base", "RUN --mount=type=cache,target=/x a", command],
    "COPY with a flag": ["FROM base", "COPY --chmod=755 x /", command],
    "a heredoc": ["FROM base", "RUN <<EOF\na\nEOF", command],
    "another base image": ["FROM other", command],
    "a CMD in shell form": ["FROM base", "CMD exec /bin/true"],
    "no CMD": ["FROM base"],
  };
  for (const [what, lines] of Object.entries(bad)) {
    it(`refuses ${what}`, () => {
      assert.throws(() => {
        check(...lines);
      });
    });
  }
});
