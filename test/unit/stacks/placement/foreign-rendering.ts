import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readCompose } from "../../../../services/compose/read.ts";
import { asWorkload } from "../../../../services/foreign/as-workload.ts";
import type { ImageFacts } from "../../../../services/foreign/contract.ts";
import { fromCompose } from "../../../../services/foreign/from-compose.ts";
import type { Grant } from "../../../../services/foreign/grant-names.ts";
import { resolved } from "../../../../services/foreign/resolve.ts";
import type { Approach } from "../../../../stacks/contract.ts";
import { apart } from "../../../../stacks/placement/apart.ts";
import { imageFacts } from "../../../support/unit/foreign.ts";
import { sampleSettings } from "../../../support/unit/samples.ts";
import { useTemporaryFolder } from "../../toolchain/temporary-folder.ts";

const bare: ImageFacts = { ...imageFacts, volumes: [], exposed: [], user: "" };

/** What reading the file has warned of, for every rendering to pass on. */
export const readingWarning = "compose.yaml:1:1: refused: web: a key: it is not honoured";

/** Lets each test of the surrounding describe() render Compose files, in a folder of its own. */
export function useRendering() {
  const folder = useTemporaryFolder();

  async function rendered(
    text: string,
    image: Partial<ImageFacts> = {},
    placed: Pick<Approach, "render"> = apart,
    grants: readonly Grant[] = [],
  ) {
    await writeFile(join(folder(), "compose.yaml"), text);
    const project = await readCompose({ files: [join(folder(), "compose.yaml")], name: "shop", env: {} });
    const { workload } = fromCompose(project);
    const facts = { ...bare, ...image };
    return placed.render(
      asWorkload(
        workload,
        workload.services.map((service) => resolved(service, facts)),
        { grants, warnings: [readingWarning] },
      ),
      sampleSettings(),
    );
  }

  /** The container of a service that says this, and publishes a port. */
  async function one(lines: string, image: Partial<ImageFacts> = {}) {
    const text = `services:\n  web:\n    image: x\n    ports: ["8080:80"]\n${lines.replaceAll(/^/gm, "    ")}\n`;
    const { containers } = await rendered(text, image);
    return containers.find(({ name }) => name === "web") ?? assert.fail("no container");
  }

  return { folder, rendered, one };
}
