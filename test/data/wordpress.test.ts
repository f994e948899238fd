import axios from "axios";
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pixel } from "../../services/wordpress/pixel.ts";
import { administrator } from "../../services/wordpress/workload.ts";
import { runCli } from "../support/cli.ts";
import { control } from "../support/control.ts";
import { objectsOf, removeVolumesOf, testEngine } from "../support/engine.ts";
import { eventually } from "../support/eventually.ts";
import { copyProject, type Project } from "../support/project.ts";
import { TestStack } from "../support/stack.ts";

const [apart, together] = ["separate", "s6"];

interface Uploaded {
  readonly source_url: string;
}

/** A post and an upload go with the volumes, from containers of their own into one container. */
describe("WordPress that moves to another approach", function () {
  this.timeout(900_000);
  let project: Project;
  let folder: string;

  before(async () => {
    project = await copyProject("moved");
    for (const name of [apart, together]) await new TestStack(project, name).init({ workload: "wordpress" });
    folder = await mkdtemp(join(tmpdir(), "container-approaches-moved-"));
  });

  after(async () => {
    for (const name of [apart, together]) await new TestStack(project, name).destroy();
    await removeVolumesOf(await testEngine(), project.instance);
    assert.deepEqual(await objectsOf(await testEngine(), project.instance), []);
    await project.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it("keeps posts and uploads through down and up, and through backup and restore", async () => {
    const title = `Moved ${Date.now()}`;
    const stack = new TestStack(project, apart);
    await stack.up();
    const first = await about(stack);
    await first.send("posts", { title, content: "Written by a test.", status: "publish" });
    const headers = { "Content-Type": "image/gif", "Content-Disposition": 'attachment; filename="moved.gif"' };
    const upload = new URL((await first.send<Uploaded>("media", pixel, headers)).data.source_url).pathname;
    await assertThere(first.url, title, upload);

    await stack.destroy();
    await stack.up();
    await assertThere((await about(stack)).url, title, upload);

    const file = join(folder, "wordpress.tar");
    for (const args of [
      ["data", "backup", apart, file],
      ["data", "restore", together, file],
    ]) {
      const { exitCode, output } = await runCli(project, args);
      assert.equal(exitCode, 0, output);
    }
    await stack.destroy();
    const other = new TestStack(project, together);
    await other.up();
    const moved = await about(other);
    await assertThere(moved.url, title, upload);
    // The other stack has passwords of its own, and what was restored takes them.
    const { status } = await moved.send("posts", { title: "After", content: "x", status: "publish" });
    assert.equal(status, 201);
  });
});

/** A deployment's address, and how its administrator sends something. */
async function about(stack: TestStack) {
  const outputs = await stack.outputs();
  const { url = assert.fail("it has no address") } = outputs;
  const deployment = outputs.deployments[stack.name] ?? assert.fail("it is not deployed");
  const password = (await control(deployment, "php", "exec", "/bin/cat", administrator.path)).trim();
  const auth = { username: "admin", password };
  const send = async <T>(path: string, body: unknown, headers = {}) =>
    axios.post<T>(`${url}/?rest_route=/wp/v2/${path}`, body, { auth, headers, timeout: 20_000 });
  return { url, send };
}

/** The front page shows the post, and the upload has its bytes. */
async function assertThere(url: string, title: string, upload: string): Promise<void> {
  await eventually(
    async () => {
      const { data } = await axios.get<string>(url, { timeout: 10_000 });
      assert.ok(data.includes(title), "the front page does not show the post");
    },
    { deadlineMs: 60_000 },
  );
  const { data } = await axios.get<ArrayBuffer>(`${url}${upload}`, { responseType: "arraybuffer", timeout: 10_000 });
  assert.deepEqual(Buffer.from(data), pixel);
}
