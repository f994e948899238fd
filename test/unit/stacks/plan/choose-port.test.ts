import { execa } from "execa";
import assert from "node:assert/strict";
import { choosePort, type PortRequest } from "../../../../stacks/plan/choose-port.ts";
import { canListen, listenerOn } from "../../../../stacks/plan/port-probe.ts";
import { portRange, preferredPort } from "../../../../stacks/plan/ports.ts";
import type { ContainerLook } from "../../../../stacks/systems/contract.ts";
import { freePort } from "../../../support/free-port.ts";
import { skip } from "../../../support/skip.ts";
import { listening, type Listening } from "../../../support/unit/listening.ts";
import { containerLook, foreignContainer } from "../../../support/unit/looks.ts";
import { sampleScope } from "../../../support/unit/samples.ts";
import { rejectsWithUserError } from "../../../support/unit/user-error.ts";

/** A system on this machine, and one on another, with these containers. */
const here = (...containers: readonly ContainerLook[]) => ({ containers, local: true });
const elsewhere = (...containers: readonly ContainerLook[]) => ({ containers, local: false });

function request(given: Partial<PortRequest> = {}): PortRequest {
  return {
    scope: sampleScope(),
    container: containerLook().name,
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

  it("is the preferred one if it is free", async () => {
    assert.equal(await choosePort(request(), elsewhere()), preferred);
  });

  it("is the next one if a container or another deployment of the stack has it", async () => {
    const container = foreignContainer({ hostPorts: [preferred] });
    const reserved = new Set([preferred + 1]);
    assert.equal(await choosePort(request({ reserved }), elsewhere(container)), preferred + 2);
  });

  it("is a configured one that is free", async () => {
    const fixed = await freePort();
    assert.equal(await choosePort(request({ fixed }), here()), fixed);
  });

  it("is the one that the deployment's own running container holds", async () => {
    const own = containerLook({ entryPort: server.port, hostPorts: [server.port] });
    assert.equal(await choosePort(request(), here(own)), server.port);
    assert.equal(await choosePort(request({ fixed: server.port }), here(own)), server.port);
  });

  it("is the one that the deployment had, while its container is stopped", async () => {
    const entryPort = await freePort();
    assert.equal(await choosePort(request(), here(containerLook({ running: false, entryPort }))), entryPort);
  });

  it("is another one if a program took the stopped container's", async () => {
    const own = containerLook({ running: false, entryPort: server.port });
    assert.notEqual(await choosePort(request(), here(own)), server.port);
  });

  it("is refused if a program of this machine holds it, with its name", async function () {
    const { failed } = await execa("ss", ["-V"], { reject: false });
    if (failed) skip(this, "this machine has no ss, which knows who listens");
    await rejectsWithUserError(choosePort(request({ fixed: server.port }), here()), {
      found: new RegExp(`^Port ${server.port} on 127.0.0.1, for separate, is in use by .+, process ${process.pid}\\.$`),
      allowed: /a free port, or no port in the configuration/,
      remedy: /pulumiw config rm port --stack separate/,
    });
  });

  it("is refused if a container publishes it, with its name", async () => {
    const container = foreignContainer({ hostPorts: [8000, 8001, 8002] });
    await rejectsWithUserError(choosePort(request({ fixed: 8001 }), elsewhere(container)), {
      found: /^Port 8001 on 127.0.0.1, for separate, is in use by the container theirs\.$/,
      allowed: /a free port/,
      remedy: /pulumiw config set port NUMBER --stack separate/,
    });
  });

  it("is another one if the stack's container of an earlier workload holds it", async () => {
    const earlier = containerLook({
      name: "ca-000000-separate-web",
      entryPort: preferred,
      hostPorts: [preferred],
    });
    assert.equal(await choosePort(request(), elsewhere(earlier)), preferred + 1);
    await rejectsWithUserError(choosePort(request({ fixed: preferred }), elsewhere(earlier)), {
      found: /is still held by ca-000000-separate-web of the same stack\.$/,
      allowed: /after that container is removed/,
      remedy: /^npm run down -- separate first, or \.\/pulumiw config rm port/,
    });
  });

  it("is not tried on this machine if the system is on another", async () => {
    assert.equal(await choosePort(request({ fixed: server.port }), elsewhere()), server.port);
  });

  it("is refused if none is free", async () => {
    const everything = foreignContainer({
      hostPorts: Array.from({ length: portRange.count }, (_, index) => portRange.first + index),
    });
    await rejectsWithUserError(choosePort(request(), elsewhere(everything)), {
      found: /^No port from 20000 to 29999 is free on 127\.0\.0\.1\.$/,
      allowed: null,
      remedy: /pulumiw config set port NUMBER --stack separate/,
    });
  });

  it("is free if no process listens, and stays free after the test", async () => {
    const port = await freePort();
    assert.equal(await canListen("127.0.0.1", port), true);
    assert.equal(await canListen("127.0.0.1", port), true);
    assert.equal(await canListen("127.0.0.1", server.port), false);
  });

  it("has no listener if no process listens", async () => {
    assert.equal(await listenerOn(await freePort()), undefined);
  });
});
