import assert from "node:assert/strict";
import type { FileSource, Service } from "../../services/contract.ts";
import { control, logLines } from "../support/control.ts";
import type { Deployed } from "../support/deployed.ts";
import {
  containerOf,
  containersOfReplicas,
  joinsAnother,
  networksOf,
  servicesOf,
  traitsOf,
} from "../support/deployment.ts";
import { eventually } from "../support/eventually.ts";
import { inspectedContainer } from "../support/inspected.ts";
import { addressesFromServer } from "../support/name-query.ts";
import { processOf, runsCommand, terminated } from "../support/process.ts";
import { longRunning, signOf } from "../support/roles.ts";
import { skip } from "../support/skip.ts";

/** What services see of each other, and whose log lines are whose: as the traits say, true or false. */
export function describesIsolation(get: () => Deployed): void {
  describe("isolation", () => {
    it("a service sees other services' processes if and only if the traits say that it is not isolated", async () => {
      const { isolatesServices } = traitsOf(get().deployment);
      const services = longRunning(get().workload);
      const mains = await Promise.all(services.map((service) => mainOf(get(), service)));
      for (const { name } of services) {
        const seen = await processesSeenBy(get(), name);
        for (const other of mains) {
          const expected = other.name === name || !isolatesServices;
          const sees = seen.some((argv) => runsCommand(argv, other.argv));
          assert.equal(sees, expected, `${name} sees ${other.name}:\n${seen.join("\n")}`);
        }
      }
    });

    it("each service's log has its own lines, and others' if and only if the traits say that logs are mixed", async function () {
      const signs = get().workload.services.flatMap((service) => {
        const sign = signOf(service, "started");
        return sign === undefined ? [] : [{ name: service.name, sign }];
      });
      if (signs.length < 2) skip(this, "fewer than two services define what they log at their start");
      const mixed = !traitsOf(get().deployment).separatesLogs;
      for (const { name } of signs) {
        const lines = await logLines(get().deployment, name);
        for (const other of signs) {
          const found = lines.some(({ text }) => other.sign.test(text));
          assert.equal(found, mixed || other.name === name, `the log of ${name} has lines of ${other.name}`);
        }
      }
    });

    it("a service finds those that it shares a network with by its name server, too, which some programs ask themselves", async function () {
      const pairs = pairsOnNetworks(get());
      if (pairs.length === 0) skip(this, "no two services have networks of their own, and one in common");
      for (const [asking, other] of pairs) {
        const { addresses } = await inspectedContainer(get().deployment, containerOf(get().deployment, other));
        // Guests notice new names within two seconds.
        await eventually(
          async () => {
            const found = await addressesFromServer(get().deployment, asking, other);
            assert.ok(
              found.some((address) => addresses.includes(address)),
              `${asking} finds ${other} at ${found.join(", ")}, not at ${addresses.join(", ")}`,
            );
          },
          { deadlineMs: 10_000 },
        );
      }
    });

    it("each line of a log begins with its time", async () => {
      for (const service of servicesOf(get().deployment)) {
        const lines = await logLines(get().deployment, service);
        assert(lines.length > 0, `${service} has logged nothing`);
        for (const { time, text } of lines) {
          assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/, `${service}: ${text}`);
          assert(Math.abs(Date.parse(time) - Date.now()) < 3_600_000, `${service}: ${time} ${text}`);
        }
      }
    });
  });
}

/** Each service with another one that it can reach by name, in a container with a network namespace of its own. */
function pairsOnNetworks({ workload, deployment }: Deployed): (readonly [string, string])[] {
  const services = longRunning(workload).map(({ name }) => name);
  const own = services.filter(
    (name) => !containersOfReplicas(deployment, name).some((one) => joinsAnother(deployment, one)),
  );
  return own.flatMap((asking) => {
    const other = own.find(
      (name) =>
        containerOf(deployment, name) !== containerOf(deployment, asking) &&
        networksOf(deployment, name).some((network) => networksOf(deployment, asking).includes(network)),
    );
    return other === undefined ? [] : [[asking, other] as const];
  });
}

/** A service, and the arguments of its main process; those of its command where that cannot be read. */
async function mainOf({ local, deployment }: Deployed, { name, command }: Service<FileSource>) {
  return { name, argv: local ? (await processOf(deployment, name)).argv : command };
}

/** The arguments of each process that a service sees. */
async function processesSeenBy({ deployment }: Deployed, service: string): Promise<string[][]> {
  // Encoded, because an argument may contain any byte but zero.
  const list = 'for file in /proc/[0-9]*/cmdline; do base64 --wrap=0 "$file" 2>/dev/null; echo; done';
  const lines = (await control(deployment, service, "exec", "bash", "-p", "-c", list)).split("\n");
  return lines.map((line) => terminated(Buffer.from(line, "base64").toString()));
}
