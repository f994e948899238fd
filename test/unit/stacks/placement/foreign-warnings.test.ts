import assert from "node:assert/strict";
import { s6 } from "../../../../stacks/approaches/s6/index.ts";
import { supervisord } from "../../../../stacks/approaches/supervisord/index.ts";
import { apart } from "../../../../stacks/placement/apart.ts";
import { pod } from "../../../../stacks/placement/pod.ts";
import { readingWarning, useRendering } from "./foreign-rendering.ts";

const placements = { apart, pod, s6, supervisord };

describe("what a Compose project's rendering warns of", () => {
  const { rendered } = useRendering();
  const two = 'services: {web: {image: x, ports: ["80"]}, db: {image: y}}\n';

  for (const [name, placed] of Object.entries(placements)) {
    it(`begins with what reading the file has warned of: ${name}`, async () => {
      const { warnings } = await rendered(two, {}, placed);
      assert.deepEqual([warnings[0], warnings.filter((one) => one === readingWarning).length], [readingWarning, 1]);
    });

    it(`says that a port is published which the file only exposes: ${name}`, async () => {
      const { warnings } = await rendered('services: {web: {image: x, expose: ["80"]}}\n', {}, placed);
      assert.ok(
        warnings.includes(
          "the file publishes no TCP port: port 80 of web is published on this machine, so that it can be asked",
        ),
        warnings.join("\n"),
      );
    });
  }

  it("is nothing more where each service has a container of its own", async () => {
    assert.deepEqual((await rendered(two)).warnings, [readingWarning]);
  });

  it("is each replica that cannot be published, where each has a container of its own", async () => {
    const { warnings } = await rendered('services: {web: {image: x, ports: ["80"], scale: 2}}\n');
    assert.deepEqual(warnings, [
      readingWarning,
      "web: only the first of its 2 replicas is published on the host; DNS names them all",
    ]);
  });

  it("is what services of a pod share", async () => {
    assert.deepEqual((await rendered(two, {}, pod)).warnings, [
      readingWarning,
      "services share a network and IPC: each can reach the others' ports on localhost, and their shared memory",
      "networks of the Compose file are one: internal networks have egress, and what was apart is not",
      "a service stays in the network of a pause container that has ended: npm run up repairs that",
    ]);
  });

  it("is what services in one container share, and the stop signal that the image has", async () => {
    const { warnings } = await rendered(two, { stopSignal: "SIGRTMIN+3" }, s6);
    for (const found of [
      /^added capabilities, sysctls, ulimits, labels, .* are the container's/,
      /^limits are the container's: the sum/,
      /internal networks have egress/,
      /^roots have no \/proc/,
      /^each root is a layer of its own/,
      /^web: its stop signal SIGRTMIN\+3 is SIGTERM here$/,
    ])
      assert.ok(
        warnings.some((line) => found.test(line)),
        `${String(found)}:\n${warnings.join("\n")}`,
      );
  });
});
