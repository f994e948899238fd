import assert from "node:assert/strict";
import { createServer } from "node:http";
import { join } from "node:path";
import { engineApi } from "../../../docker/engine-api.ts";
import { useTemporaryFolder } from "../toolchain/temporary-folder.ts";

describe("the Engine API", () => {
  const folder = useTemporaryFolder();

  /** Paths that a daemon is asked for, whose oldest version is this. */
  async function askedOf(least: string): Promise<readonly (string | undefined)[]> {
    const asked: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url);
      response.end(request.url === "/version" ? JSON.stringify({ ApiVersion: "1.52", MinAPIVersion: least }) : "{}");
    });
    const socket = join(folder(), "docker.sock");
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    const api = engineApi(socket);
    try {
      await Promise.all([api.call("GET", "/info"), api.call("GET", "/info")]);
      await api.call("GET", "/_ping");
    } finally {
      api.close();
      await new Promise((resolve) => server.close(resolve));
    }
    return asked;
  }

  it("is asked for once which versions it speaks, and then called in the oldest that both speak", async () => {
    assert.deepEqual(await askedOf("1.24"), ["/version", "/v1.41/info", "/v1.41/info", "/v1.41/_ping"]);
  });

  it("is called in its own oldest version if that is newer", async () => {
    assert.deepEqual(await askedOf("1.44"), ["/version", "/v1.44/info", "/v1.44/info", "/v1.44/_ping"]);
  });
});
