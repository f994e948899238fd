import fc from "fast-check";
import assert from "node:assert/strict";
import { accountOf, type Burst } from "../../../../lab/experiments/logs/account.ts";
import { judgeSyslog } from "../../../../lab/experiments/logs/syslog.ts";

const since = Date.parse("2026-11-24T13:00:00Z");
const at = "2026-11-24T13:00:01.123456789Z ";
const bursts: readonly Burst[] = [
  { service: "server", id: "a1", lines: 5, bytes: 60 },
  { service: "companion", id: "b2", lines: 5, bytes: 60 },
];
const text = ({ service, id, bytes }: Burst, number: number) =>
  `burst ${id} ${service} ${String(number).padStart(6, "0")} `.padEnd(bytes - 1, "x");
const [server, companion] = bursts as [Burst, Burst];
const whole = (burst: Burst) => Array.from({ length: burst.lines }, (_, number) => text(burst, number));
const log = (lines: readonly string[]) => lines.map((line) => `${at}${line}\n`).join("");
const account = (ofServer: readonly string[], ofCompanion: readonly string[]) =>
  accountOf(
    bursts,
    new Map([
      ["server", log(ofServer)],
      ["companion", log(ofCompanion)],
    ]),
    since,
  );

describe("logs: what became of the lines", () => {
  it("none is lost if each is in its service's log, in any order and among other lines", () => {
    const others = ['{"event": "started"}', "", "exx"];
    fc.assert(
      fc.property(fc.shuffledSubarray([...whole(server), ...others], { minLength: 8 }), (lines) => {
        assert.deepEqual(account(lines, whole(companion)), { attributable: true, lost: 0, broken: 0 });
      }),
    );
  });

  it("lines in no log are lost, exactly those", () => {
    fc.assert(
      fc.property(fc.subarray(whole(server)), fc.subarray(whole(companion)), (one, other) => {
        const { lost, attributable, broken } = account(one, other);
        assert.deepEqual([lost, broken], [10 - one.length - other.length, 0]);
        assert.equal(attributable, one.length > 0 && other.length > 0);
      }),
    );
  });

  it("lines in one log for both services are not attributable, and count once", () => {
    const both = [...whole(server), ...whole(companion), `${text(server, 1)}${text(companion, 2)}`];
    assert.deepEqual(account(both, both), { attributable: false, lost: 0, broken: 1 });
  });

  it("two merged lines are one broken line, and neither is lost", () => {
    const lines = [...whole(server).slice(2), text(server, 0) + text(server, 1)];
    assert.deepEqual(account(lines, whole(companion)), { attributable: true, lost: 0, broken: 1 });
  });

  it("a line in two pieces is two broken lines", () => {
    const [first = "", ...rest] = whole(server);
    const torn = [first.slice(0, 30), first.slice(30), ...rest];
    assert.deepEqual(account(torn, whole(companion)), { attributable: true, lost: 0, broken: 2 });
  });

  it("a line that is too long, or follows the end of another one, is broken", () => {
    const [first = "", second = "", ...rest] = whole(server);
    const lines = [`${first}x`, `${"x".repeat(20)}${second}`, ...rest];
    assert.deepEqual(account(lines, whole(companion)), { attributable: true, lost: 0, broken: 2 });
  });

  it("earlier lines, and those of other bursts, do not count", () => {
    const early = `2026-11-24T12:59:59.999999999Z ${text(server, 0)}\n`;
    const logs = new Map([["server", early + log([text({ ...server, id: "c3" }, 0)])]]);
    assert.equal(accountOf([server], logs, since).lost, 5);
  });
});

describe("logs: the sender of a syslog message", () => {
  const services = ["server", "companion"];
  const message = (tag: string, before: string, service: string, number: number) =>
    `<30>1 2026-11-24T13:00:0${number}Z host ${tag} ${800 + number} ${tag} - ${before}burst a1 ${service} 00000${number} xxx`;
  const messages = (tag: (service: string) => string, before: (service: string) => string) =>
    services.flatMap((service) => [0, 1].map((number) => message(tag(service), before(service), service, number)));

  it("is known by the container's name if each service has its own container", () => {
    const { works, attributable } = judgeSyslog(
      messages(
        (service) => `ca-${service}`,
        () => "",
      ),
      services,
      2,
    );
    assert.deepEqual([works, attributable], [true, true]);
  });

  it("is known by a prefix, also with a PID and a clock in it", () => {
    const found = judgeSyslog(
      messages(
        () => "all",
        (service) => `[17.5] ${service}[12]: `,
      ),
      services,
      2,
    );
    assert.deepEqual([found.works, found.attributable], [true, true]);
  });

  it("is unknown if both have the same prefix, whatever the line itself says", () => {
    const found = judgeSyslog(
      messages(
        () => "all",
        () => "",
      ),
      services,
      2,
    );
    assert.deepEqual([found.works, found.attributable], [true, false]);
  });

  it("syslog does not work if a line is missing, or none came", () => {
    const some = messages(
      (service) => service,
      () => "",
    );
    assert.equal(judgeSyslog(some.slice(1), services, 2).works, false);
    const none = judgeSyslog([], services, 2);
    assert.deepEqual([none.works, none.attributable], [false, false]);
  });
});
