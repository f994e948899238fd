import { execa } from "execa";
import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builderOf, clientFor, type BuilderClient, type BuilderKind } from "../../support/builders.ts";
import type { Deployed } from "../../support/deployed.ts";
import { imagesOf } from "../../support/deployment.ts";
import type { OnDocker } from "../../support/on-docker.ts";
import { paced } from "../../support/pace.ts";
import { skip } from "../../support/skip.ts";
import { describesOnDocker } from "./only.ts";

/** The deployment has built every image with the provider's builder; the other one must accept the same contexts. */
export function describesBuilders(get: () => Deployed): void {
  describesOnDocker(get, "every image", (onDocker) => {
    for (const kind of ["legacy", "BuildKit"] as const) {
      it(`builds with the ${kind} builder`, async function () {
        this.timeout(paced(300_000));
        const { docker, deployment } = onDocker();
        const builders = await Promise.all(imagesOf(deployment).map((image) => builderOf(docker, image)));
        if (builders.every((builder) => builder === kind)) return;
        const client = await clientFor(docker, kind);
        if (client === undefined) return skip(this, `this machine has no docker command line that builds with ${kind}`);
        await buildAll(onDocker(), client, kind);
      });
    }
  });
}

async function buildAll({ docker, project, stack, deployment }: OnDocker, client: BuilderClient, kind: BuilderKind) {
  const contexts = join(project.folder, ".state/contexts", stack.name);
  const names = await readdir(contexts);
  assert.equal(names.length, imagesOf(deployment).length);
  const scratch = await mkdtemp(join(tmpdir(), "container-approaches-build-"));
  const built: string[] = [];
  try {
    for (const name of names) {
      const idFile = join(scratch, name);
      const args = [...client.args, "--iidfile", idFile, join(contexts, name)];
      const { exitCode, all } = await execa(client.command, args, { env: client.env, reject: false, all: true });
      assert.equal(exitCode, 0, `${name}: ${all}`);
      const id = (await readFile(idFile, "utf8")).trim();
      built.push(id);
      assert.equal(await builderOf(docker, id), kind, name);
    }
  } finally {
    if (built.length > 0) await docker.run(["image", "rm", "--force", ...new Set(built)]);
    await rm(scratch, { recursive: true });
  }
}
