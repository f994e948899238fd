import axios, { type AxiosResponse } from "axios";
import assert from "node:assert/strict";
import { attempt, control, logLines } from "../../test/support/control.ts";
import type { Deployed } from "../../test/support/deployed.ts";
import { entryUrl, traitsOf } from "../../test/support/deployment.ts";
import { eventually } from "../../test/support/eventually.ts";
import { skip } from "../../test/support/skip.ts";
import { pixel } from "./pixel.ts";
import { administrator } from "./workload.ts";

interface Post {
  readonly id: number;
  readonly title: { readonly rendered: string };
  readonly link: string;
}

interface Media {
  readonly id: number;
  readonly source_url: string;
}

/** Longer than MariaDB takes to start again after it was killed. */
const patience = { deadlineMs: 90_000, intervalMs: 500 };

/** Pages, posts and uploads. Run after deployment, under every approach. */
export function describesOwn(get: () => Deployed): void {
  const url = (path: string) => `${entryUrl(get().deployment)}${path}`;
  const ask = <T>(path: string): Promise<AxiosResponse<T>> =>
    axios.get<T>(url(path), { timeout: 10_000, validateStatus: () => true, maxRedirects: 0 });

  const password = async () => (await control(get().deployment, "php", "exec", "/bin/cat", administrator.path)).trim();

  const api = async <T>(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    axios.post<T>(url(`/?rest_route=/wp/v2/${path}`), body, {
      auth: { username: "admin", password: await password() },
      headers,
      timeout: 20_000,
      validateStatus: () => true,
    });

  async function posted(title: string): Promise<Post> {
    const { status, data } = await api<Post>("posts", { title, content: "Written by a test.", status: "publish" });
    assert.equal(status, 201, JSON.stringify(data));
    return data;
  }

  describe("WordPress", function () {
    this.timeout(180_000);

    it("shows its front page, with its own title and at its own address", async () => {
      const { status, data } = await ask<string>("/");
      assert.equal(status, 200);
      assert.match(data, /<title>[^<]*Container approaches[^<]*<\/title>/);
      assert.ok(data.includes(entryUrl(get().deployment)), "links lead elsewhere");
    });

    it("serves its own files, and runs none that was uploaded", async () => {
      assert.equal((await ask("/wp-includes/css/dist/block-library/style.min.css")).status, 200);
      assert.equal((await ask("/uploads/none.php")).status, 404);
      assert.equal((await ask("/wp-config.php")).data, "");
    });

    it("publishes a post through the REST API, which its front page shows", async () => {
      const title = `Post ${Date.now()}`;
      const { id } = await posted(title);
      assert.equal((await ask<Post>(`/?rest_route=/wp/v2/posts/${id}`)).data.title.rendered, title);
      assert.ok((await ask<string>("/")).data.includes(title));
    });

    it("refuses a post of a stranger", async () => {
      const { status } = await axios.post(
        url("/?rest_route=/wp/v2/posts"),
        { title: "x" },
        { validateStatus: () => true },
      );
      assert.equal(status, 401);
    });

    it("keeps an upload in its volume, and shows it byte for byte", async () => {
      const headers = { "Content-Type": "image/gif", "Content-Disposition": 'attachment; filename="pixel.gif"' };
      const { status, data } = await api<Media>("media", pixel, headers);
      assert.equal(status, 201, JSON.stringify(data));
      const { data: found } = await axios.get<ArrayBuffer>(data.source_url, {
        responseType: "arraybuffer",
        timeout: 10_000,
      });
      assert.deepEqual(Buffer.from(found), pixel);
    });

    it("writes what the web server was asked for into its log, which it opens by name", async () => {
      const path = `/none-${Date.now()}`;
      await ask(path);
      await eventually(
        async () => {
          const lines = await logLines(get().deployment, "web");
          assert.ok(lines.some(({ text }) => text.includes(path)));
        },
        { deadlineMs: 10_000 },
      );
    });

    it("keeps a post although the database is killed", async function () {
      if (!traitsOf(get().deployment).restartsServices)
        skip(this, "this approach does not start again what was killed");
      const text = `Killed ${Date.now()}`;
      const { id } = await posted(text);
      await attempt(get().deployment, "database", "signal", "KILL");
      await eventually(async () => {
        const { status, data } = await ask<Post>(`/?rest_route=/wp/v2/posts/${id}`);
        assert.deepEqual([status, data.title.rendered], [200, text]);
      }, patience);
    });
  });
}
