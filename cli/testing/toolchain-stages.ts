import type { Workshop } from "../stack/prepare.ts";
import { stagesIn } from "./mixing.ts";
import type { Stage } from "./stages.ts";

/** Stands for the tests that take hours. */
const long: Stage = { title: "long", skipped: "hours of commands that are killed at random: npm test -- --all" };

/** Tests of the toolchain, and of faults. */
export async function toolchainStages({ toolchain }: Workshop, all: boolean): Promise<readonly Stage[]> {
  const built = toolchain.pulumi?.origin === "built";
  // The builder's own settings: with others, Go would compile everything again, which takes minutes.
  const goTest = [
    "env",
    "CGO_ENABLED=0",
    "go",
    "-C",
    "toolchain/go/plugins",
    "test",
    "-trimpath",
    "-tags",
    "no_compose",
    "./...",
  ];
  const go: Stage = built
    ? { title: "go", command: goTest }
    : { title: "go", skipped: "Pulumi's own release is in use, so nothing was built from Go modules" };
  return [
    go,
    { title: "toolchain", mocha: ["test/toolchain/**/*.test.ts"] },
    { title: "setup", mocha: ["test/setup/**/*.test.ts"] },
    ...(await stagesIn("test/faults")),
    ...(all ? await stagesIn("test/long") : [long]),
    ...(await stagesIn("test/data")),
    ...(await stagesIn("test/compose")),
    ...(await stagesIn("test/unfold")),
    ...(await stagesIn("test/eject")),
  ];
}
