import { execa } from "execa";
import assert from "node:assert/strict";
import { choosePort, type PortRequest } from "../../../../stacks/plan/choose-port.ts";
import { canListen, listenerOn } from "../../../../stacks/plan/port-probe.ts";
import { portRange, preferredPort } from "../../../../stacks/plan/ports.ts";
import { freePort } from "../../../support/free-port.ts";
import { skip } from "../../../support/skip.ts";
import { silentDocker } from "../../../support/unit/fake-docker.ts";
import { listening, type Listening } from "../../../support/unit/listening.ts";
import { containerLook, foreignContainer } from "../../../support/unit/looks.ts";
import { sampleScope } from "../../../support/unit/samples.ts";
import { rejectsWithUserError } from "../../../support/unit/user-error.ts";

const local = silentDocker();
const remote = silentDocker({ host: "tcp://10.0.0.5:2376", source: "DOCKER_HOST" });

function request(given: Partial<PortRequest> = {}): PortRequest {
  return {
    scope: sampleScope(),
    unit: containerLook().name,
    address: "127.0.0.1",
    fixed: undefined,
    reserved: new Set(),
    ...given,
  };
}

describe("the port of a deployment", () => {
  let server: Listening;
  before(async () => {
    server = await listening((_, response) => response.end());
  });
  after(() => server.close());

  const preferred = preferredPort(sampleScope());

  it("is the preferred one where nothing holds it", async () => {
    assert.equal(await choosePort(request(), [], remote), preferred);
  });

  it("is the next one where a container or another deployment of the program has it", async () => {
    const container = foreignContainer({ ports: `0.0.0.0:${preferred}->80/tcp` });
    const reserved = new Set([preferred + 1]);
    assert.equal(await choosePort(request({ reserved }), [container], remote), preferred + 2);
  });

  it("is a configured one that is free", async () => {
    const fixed = await freePort();
    assert.equal(await choosePort(request({ fixed }), [], local), fixed);
  });

  it("is the one that the deployment's own running container holds", async () => {
    const own = containerLook({ entryPort: server.port, ports: `127.0.0.1:${server.port}->8080/tcp` });
    assert.equal(await choosePort(request(), [own], local), server.port);
    assert.equal(await choosePort(request({ fixed: server.port }), [own], local), server.port);
  });

  it("is the one that the deployment had, while its container is stopped", async () => {
    const entryPort = await freePort();
    assert.equal(await choosePort(request(), [containerLook({ running: false, entryPort })], local), entryPort);
  });

  it("is another one where a program took the stopped container's", async () => {
    const own = containerLook({ running: false, entryPort: server.port });
    assert.notEqual(await choosePort(request(), [own], local), server.port);
  });

  it("is refused where a program of this machine holds it, with its name", async function () {
    const { failed } = await execa("ss", ["-V"], { reject: false });
    if (failed) skip(this, "this machine has no ss, which knows who listens");
    await rejectsWithUserError(choosePort(request({ fixed: server.port }), [], local), {
      found: new RegExp(
        `^Port ${server.port} on 127.0.0.1, meant for separate, is taken by .+, process ${process.pid}\\.$`,
      ),
      allowed: /a free port, or none in the configuration/,
      remedy: /pulumi config rm port --stack separate/,
    });
  });

  it("is refused where a container publishes it, with its name", async () => {
    const container = foreignContainer({ ports: "0.0.0.0:8000-8002->80-82/tcp" });
    await rejectsWithUserError(choosePort(request({ fixed: 8001 }), [container], remote), {
      found: /^Port 8001 on 127.0.0.1, meant for separate, is taken by the container theirs\.$/,
      allowed: /a free port/,
      remedy: /pulumi config set port NUMBER --stack separate/,
    });
  });

  it("is another one where the stack's container of an earlier workload holds it", async () => {
    const earlier = containerLook({
      name: "ca-000000-separate-web",
      entryPort: preferred,
      ports: `127.0.0.1:${preferred}->80/tcp`,
    });
    assert.equal(await choosePort(request(), [earlier], remote), preferred + 1);
    await rejectsWithUserError(choosePort(request({ fixed: preferred }), [earlier], remote), {
      found: /is still held by ca-000000-separate-web of the same stack\.$/,
      allowed: /that container gone/,
      remedy: /^npm run down -- separate first, or pulumi config rm port/,
    });
  });

  it("is not looked for on this machine where the engine is on another", async () => {
    assert.equal(await choosePort(request({ fixed: server.port }), [], remote), server.port);
  });

  it("is refused where all are taken", async () => {
    const everything = foreignContainer({
      ports: `0.0.0.0:${portRange.first}-${portRange.first + portRange.count}->1-2/tcp`,
    });
    await rejectsWithUserError(choosePort(request(), [everything], remote), {
      found: /^No port from 20000 to 29999 is free on 127\.0\.0\.1\.$/,
      allowed: null,
      remedy: /pulumi config set port NUMBER --stack separate/,
    });
  });

  it("can be listened on when nobody does, and leaves it free", async () => {
    const port = await freePort();
    assert.equal(await canListen("127.0.0.1", port), true);
    assert.equal(await canListen("127.0.0.1", port), true);
    assert.equal(await canListen("127.0.0.1", server.port), false);
  });

  it("has no listener to name where nobody listens", async () => {
    assert.equal(await listenerOn(await freePort()), undefined);
  });
});
