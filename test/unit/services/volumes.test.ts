import type { FileSource, Service, VolumeMount, Workload } from "../../../services/contract.ts";
import { defineWorkload } from "../../../services/define.ts";
import { quietService, sampleService, sampleWorkload } from "../../support/unit/samples.ts";
import { throwsUserError } from "../../support/unit/user-error.ts";

const data: VolumeMount = { name: "data", path: "/srv/data" };

/** A service that mounts volumes as a user. */
function user(name: string, uid: number, gid: number, ...volumes: readonly VolumeMount[]): Service<FileSource> {
  return quietService<FileSource>({ name, user: { uid, gid }, volumes });
}

function define(given: Partial<Workload<FileSource>>, ...services: readonly Service<FileSource>[]): void {
  defineWorkload(sampleWorkload<FileSource>({ ...given, services: [sampleService<FileSource>(), ...services] }));
}

function refuses(found: RegExp, allowed: RegExp, action: () => void): void {
  throwsUserError(action, { found, allowed, remedy: /^change services\/sample\/workload\.ts$/ });
}

describe("volumes in a definition", () => {
  it("may be one user's, in any number of services", () => {
    define({}, user("a", 7, 8, data), user("b", 7, 9, data));
  });

  it("may be a group's, and several users'", () => {
    define({ volumes: { data: { gid: 30 } } }, user("a", 7, 8, data), user("b", 9, 9, { ...data, readOnly: true }));
    define({ volumes: { data: { gid: 8 } } }, user("a", 7, 8, data), user("b", 9, 9, data));
  });

  it("are refused if several users mount one that has no group, with what to write", () => {
    for (const volumes of [{}, { data: { mode: 0o770 } }]) {
      refuses(
        /a \(uid 7\) and b \(uid 9\) mount the volume "data", which has no group/,
        /volumes: \{ "data": \{ gid: NUMBER \} \}$/,
        () => {
          define({ volumes }, user("a", 7, 8, data), user("b", 9, 8, { ...data, readOnly: true }));
        },
      );
    }
  });

  it("are refused if a service has their group by itself, and does not mount them", () => {
    refuses(/the volume "data" has the gid 9 of b, which does not mount it/, /of its own/, () => {
      define({ volumes: { data: { gid: 9 } } }, user("a", 7, 8, data), user("b", 9, 9));
    });
  });

  for (const gid of [0, -1, 1.5, NaN]) {
    it(`are refused with the gid ${gid}`, () => {
      refuses(/the gid of the volume "data" is/, /whole number from 1/, () => {
        define({ volumes: { data: { gid } } }, user("a", 7, 8, data));
      });
    });
  }

  for (const mode of [-1, 0o10000, 0.5]) {
    it(`are refused with the mode ${mode}`, () => {
      refuses(/the mode of the volume "data" is/, /permission bits/, () => {
        define({ volumes: { data: { mode } } }, user("a", 7, 8, data));
      });
    });
  }

  it("are refused with a name that no object can have, and facts without one that mounts", () => {
    refuses(/a volume is named "my data"/, /lower-case word/, () => {
      define({}, user("a", 7, 8, { ...data, name: "my data" }));
    });
    refuses(/facts about "date", which no service mounts/, /one of: data/, () => {
      define({ volumes: { date: {} } }, user("a", 7, 8, data));
    });
  });

  it("can have the role data if their service can write them", () => {
    const writes = user("a", 7, 8, data, { name: "more", path: "/srv/more", readOnly: true });
    define({ roles: { data: { service: "a", volume: "data" } } }, writes);
    for (const role of [
      { service: "a", volume: "more" },
      { service: "web", volume: "data" },
      { service: "b", volume: "data" },
    ]) {
      refuses(/the role data names the volume/, /can write/, () => {
        define({ roles: { data: role } }, writes);
      });
    }
  });
});

describe("the user of a service", () => {
  for (const [uid, gid] of [
    [0, 1],
    [1, 0],
    [-1, 1],
    [1.5, 1],
    [2 ** 31, 1],
  ] as const) {
    it(`cannot be ${uid}:${gid}`, () => {
      throwsUserError(
        () => {
          define({}, user("a", uid, gid));
        },
        { found: new RegExp(`^Workload sample/a: its user is ${uid}:${gid}`), allowed: /not root$/, remedy: /^change/ },
      );
    });
  }
});
