import { createServer as createHttpServer } from "node:http";
import { createServer, type AddressInfo, type Server } from "node:net";
import { join } from "node:path";
import { networkName } from "../../stacks/rendering/names.ts";
import { baseImageOf, testEngine } from "../support/engine.ts";
import { failsCleanly, faultyProject, type Faulty } from "./support.ts";

async function listen(
  server: Server,
  where: { readonly path: string } | { readonly host: string; readonly port: number },
) {
  await new Promise<void>((resolve) => server.listen(where, resolve));
}

async function close(server: Server): Promise<void> {
  await new Promise((resolve) => server.close(resolve));
}

describe("faults of the host, reported before anything is created", function () {
  this.timeout(60_000);
  let faulty: Faulty;

  before(async () => {
    faulty = await faultyProject("host");
  });
  after(() => faulty.project.remove());

  it("no Docker daemon: tells where none answers and what to do", async () => {
    const words = [
      "No Docker daemon answers at unix:///nowhere/docker.sock (from DOCKER_HOST)",
      "To do: npm run setup",
    ];
    await failsCleanly(faulty, words, { DOCKER_HOST: "unix:///nowhere/docker.sock" });
  });

  it("a Docker daemon that is too old: tells its version and the accepted ones", async () => {
    const path = join(faulty.project.folder, "old.sock");
    const server = createHttpServer((request, response) => {
      response.setHeader("Api-Version", "1.30").setHeader("Content-Type", "application/json");
      response.end(request.url?.endsWith("/version") ? '{"Version":"17.06.2","ApiVersion":"1.30"}' : "[]");
    });
    await listen(server, { path });
    try {
      await failsCleanly(faulty, ["17.06.2 with API 1.30", "Allowed: API 1.41", "To do:"], {
        DOCKER_HOST: `unix://${path}`,
      });
    } finally {
      await close(server);
    }
  });

  it("a port that a process holds: names the process", async () => {
    const server = createServer();
    await listen(server, { host: "127.0.0.1", port: 0 });
    const { port } = server.address() as AddressInfo;
    try {
      await faulty.stack.configure("port", String(port));
      await failsCleanly(faulty, [
        `Port ${port} on 127.0.0.1, for separate, is in use`,
        `process ${process.pid}`,
        "To do:",
      ]);
    } finally {
      await close(server);
      await faulty.stack.run(["config", "rm", "port", "--stack", "separate"]);
    }
  });

  it("a container of the same name that is not ours: reports it and does not touch it", async () => {
    const docker = await testEngine();
    const name = `ca-${faulty.instance}-separate-server`;
    // Not any image: other tests remove theirs at the same time.
    await docker.run(["create", "--name", name, await baseImageOf(docker), "true"]);
    try {
      await failsCleanly(faulty, [`A container named ${name} exists`, `docker rm --force ${name}`]);
      await docker.run(["inspect", name]);
    } finally {
      await docker.run(["rm", "--force", name]);
    }
  });

  it("a network of the same name that is not ours: reports it and does not touch it", async () => {
    const docker = await testEngine();
    const scope = { instance: faulty.instance, stack: "separate", approach: "separate", workload: "hello" };
    const name = networkName(scope, "back", true);
    await docker.run(["network", "create", "--internal", name]);
    try {
      await failsCleanly(faulty, [`A network named ${name} exists`, `docker network rm ${name}`]);
      await docker.run(["network", "inspect", name]);
    } finally {
      await docker.run(["network", "rm", name]);
    }
  });

  it("a disk that is nearly full: tells how much is free and how much is needed", async () => {
    const words = [
      /\d+ MiB are free in \/.*, where Docker keeps images/,
      "Allowed: at least",
      "To do: docker system df",
    ];
    await failsCleanly(faulty, words, { CONTAINER_APPROACHES_MIN_FREE_BYTES: String(2 ** 60) });
  });
});
