import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { dockerClient } from "../../../docker/client.ts";
import { defaultSocket } from "../../../docker/endpoint.ts";
import { obtainBaseImage } from "../../../toolchain/base-image/ensure.ts";
import { baseImageName, recipe, recipeHash } from "../../../toolchain/base-image/recipe.ts";
import { cacheRoot, ensureEntry } from "../../../toolchain/cache.ts";
import { identify } from "../../../toolchain/host/process-identity.mjs";
import { ProcessFailure } from "../../../toolchain/host/run.ts";
import { fakeProgram, linesOf, pathWith } from "../../support/unit/fake-program.ts";
import { recordedWork } from "./recorded-work.ts";
import { useTemporaryFolder } from "./temporary-folder.ts";

describe("toolchain / importing the base image", () => {
  const folder = useTemporaryFolder();
  const imports = () => linesOf(path.join(folder(), "imports"));
  const obtain = (work = recordedWork()) =>
    obtainBaseImage(work, dockerClient({ host: defaultSocket, source: "default" }), { candidates: [] });
  const { PATH, XDG_CACHE_HOME } = process.env;

  beforeEach(async () => {
    // A Docker daemon whose import takes a moment, and that has the image from then on.
    const image = path.join(folder(), "image");
    const script = `shift 2
case "$1" in
  image) [ -e '${image}' ] ;;
  load)
    echo "$*" >> '${folder()}/imports'
    tar -xOf "$4" config.json manifest.json >> '${folder()}/loaded'
    [ ! -e '${folder()}/full' ] || { echo "no space left on device" >&2; exit 1; }
    [ ! -e '${folder()}/endless' ] || sleep 60
    sleep 0.3; touch '${image}' ;;
  *) exit 2 ;;
esac`;
    await fakeProgram(path.join(folder(), "bin"), "docker", script);
    process.env.PATH = pathWith(path.join(folder(), "bin"));
    process.env.XDG_CACHE_HOME = path.join(folder(), "cache");
    const entry = path.join(cacheRoot(), "base-image", `${recipe.suite}-${recipeHash()}`);
    await ensureEntry(recordedWork(), entry, "testing", (temporary) =>
      writeFile(path.join(temporary, "rootfs.tar"), ""),
    );
  });
  afterEach(() => {
    process.env.PATH = PATH;
    if (XDG_CACHE_HOME === undefined) Reflect.deleteProperty(process.env, "XDG_CACHE_HOME");
    else process.env.XDG_CACHE_HOME = XDG_CACHE_HOME;
  });

  it("gives it its command and labels", async () => {
    assert.deepEqual(await obtain(), { name: baseImageName(), origin: "built" });
    const [loaded = ""] = await linesOf(path.join(folder(), "loaded"));
    assert.match(loaded, /"Cmd":\["bash"\],"Labels":{"container-approaches\.role":"base-image",/);
    assert.match(loaded, new RegExp(`"RepoTags":\\["${baseImageName()}"\\].*recipe":"${recipeHash()}"`));
  });

  it("gives it the same id each time: nothing in it is the time of the import", async () => {
    for (let time = 0; time < 2; time += 1) {
      await obtain();
      await rm(path.join(folder(), "image"));
    }
    const loaded = (await linesOf(path.join(folder(), "loaded"))).join("");
    const half = loaded.length / 2;
    assert.equal(loaded.slice(0, half), loaded.slice(half));
  });

  it("happens once if several want it at once, and all get it", async () => {
    const works = [recordedWork(), recordedWork(), recordedWork()];
    const images = await Promise.all(works.map((work) => obtain(work)));
    assert.deepEqual(images, Array(3).fill({ name: baseImageName(), origin: "built" }));
    assert.equal((await imports()).length, 1);
    const waits = works.flatMap(({ updates }) => updates).filter((update) => update.startsWith("waits for process"));
    assert.equal(waits.length, 2);
    assert.match(waits[0] ?? "", /\(importing the base image, since /);
  });

  it("that fails shows the daemon's message and leaves no lock; the next one starts again", async () => {
    const full = path.join(folder(), "full");
    await writeFile(full, "");
    await assert.rejects(obtain(), (error) => error instanceof ProcessFailure && /no space left/.test(error.output));
    assert.deepEqual(await readdir(path.join(cacheRoot(), "base-image")), [`${recipe.suite}-${recipeHash()}`]);
    await rm(full);
    await obtain();
    assert.equal((await imports()).length, 2);
  });

  it("leaves no lock if it was killed and the daemon finished the import", async () => {
    const lock = path.join(cacheRoot(), "base-image", "import.lock");
    await writeFile(
      lock,
      JSON.stringify({ ...identify(process.pid), startTime: "1", id: "of-the-dead", children: [] }),
    );
    await writeFile(path.join(folder(), "image"), "");
    assert.deepEqual(await obtain(), { name: baseImageName(), origin: "built" });
    assert.equal(existsSync(lock), false);
    assert.deepEqual(await imports(), []);
  });

  it("ends when its caller is interrupted, and leaves no lock", async () => {
    await writeFile(path.join(folder(), "endless"), "");
    const interruption = new AbortController();
    const work = recordedWork(interruption.signal);
    const obtained = obtain({
      ...work,
      update: () =>
        setTimeout(() => {
          interruption.abort();
        }, 100),
    });
    await assert.rejects(obtained, { name: "AbortError" });
    assert.equal(existsSync(path.join(folder(), "image")), false);
    assert.deepEqual(await readdir(path.join(cacheRoot(), "base-image")), [`${recipe.suite}-${recipeHash()}`]);
  });
});
