import { join } from "node:path/posix";
import { stackZones } from "./architecture-stacks.mjs";

/**
 * Which folder may import from which. eslint.config.mjs holds every import to it, and test/unit/architecture.test.ts every import with
 * `import type` counted, which lint leaves out when it looks for circles.
 */

/** A folder on the left may import only from those on its right (and from itself). */
const mayImport = {
  "./errors": [],
  "./docker": ["./errors"],
  "./services": ["./errors"],
  "./stacks": ["./services", "./docker", "./errors"],
  // Docker's command line is one system's business.
  "./stacks/rendering": ["./services", "./errors"],
  "./stacks/supervisors": ["./services", "./errors"],
  "./stacks/placement": ["./services", "./errors"],
  "./stacks/approaches": ["./services", "./errors"],
  "./stacks/eject": ["./services", "./errors"],
  "./stacks/plan": ["./services", "./errors"],
  "./toolchain": ["./docker", "./errors"],
  "./lab": ["./services", "./stacks", "./toolchain", "./docker", "./errors"],
  "./cli": ["./services", "./stacks", "./toolchain", "./lab", "./docker", "./errors"],
  // The same tests for every system: what is about Docker alone asks test/support for it.
  "./test/deployed": ["./test/support", "./services", "./stacks/outputs.ts", "./stacks/outputs-schema.ts"],
};

/** What there is at the top. */
const topFolders = [
  "./errors",
  "./docker",
  "./services",
  "./stacks",
  "./toolchain",
  "./cli",
  "./test",
  "./lab",
  "./index.ts",
];

/** What an experiment is, and what it works with: types, and functions that need no harness. */
const contract = ["contract.ts", "tools.ts", "tools", "deployment.ts", "addresses.ts", "roles.ts"];

/** The same below lab/. Measuring, what it wrote, what that says, and how it is shown: steps, none of which knows the next. */
const withinLab = {
  "random.ts": [],
  "addresses.ts": [],
  "deployment.ts": [],
  tools: [],
  "tools.ts": ["tools", "deployment.ts"],
  "contract.ts": ["tools.ts"],
  "roles.ts": ["contract.ts"],
  rules: [],
  results: ["contract.ts"],
  "variants.ts": [],
  harness: [...contract, "variants.ts", "random.ts", "rules", "results"],
  instruments: [...contract, "rules"],
  experiments: [...contract, "random.ts", "rules", "instruments"],
  "experiments.ts": ["contract.ts", "experiments"],
  analysis: ["contract.ts", "random.ts", "rules", "results"],
  ranking: ["contract.ts", "random.ts", "rules", "results", "analysis"],
  claims: ["contract.ts", "random.ts", "rules", "results", "analysis", "ranking"],
  report: ["contract.ts", "rules", "results", "analysis", "ranking", "claims"],
};

/** What may not import what, as `import-x/no-restricted-paths` takes it. */
export function zones() {
  const list = [];
  for (const [target, allowed] of Object.entries(mayImport)) {
    for (const from of topFolders) {
      const own = target === from || target.startsWith(`${from}/`);
      if (own || allowed.some((one) => one === from || one.startsWith(`${from}/`))) continue;
      list.push({ target, from, message: `${target} may import only from: ${allowed.join(", ") || "nothing else"}` });
    }
  }
  list.push(...stackZones(), ...labZones());
  const message = "Tests know only outputs";
  list.push({ target: "./test/deployed", from: "./stacks", except: ["./outputs.ts", "./outputs-schema.ts"], message });
  return list;
}

function labZones() {
  return Object.entries(withinLab).map(([name, allowed]) => ({
    target: `./lab/${name}`,
    from: "./lab",
    except: [name, ...allowed].map((one) => `./${one}`),
    message: `lab/${name} may import of lab/ only: ${allowed.join(", ") || "nothing"}`,
  }));
}

/** What stands beside a workload and tests it after deployment: no part of the product. */
export const ownTests = "services/*/deployed.test.ts";

/** Tests beside a workload may import what test/deployed may. */
export function ownTestZones() {
  const message = `Tests beside a workload may import only from: ${mayImport["./test/deployed"].join(", ")}`;
  const closed = topFolders.filter((folder) => !["./services", "./test", "./stacks"].includes(folder));
  return [
    ...closed.map((from) => ({ target: "./services", from, message })),
    { target: "./services", from: "./test", except: ["./support"], message },
    { target: "./services", from: "./stacks", except: ["./outputs.ts", "./outputs-schema.ts"], message },
  ];
}

/**
 * The message of the zone that an import breaks; undefined where it breaks none.
 * @param importer path from the project's folder, such as `lab/contract.ts`
 */
export function broken(importer, imported) {
  const among = /^services\/[^/]+\/deployed\.test\.ts$/.test(importer) ? ownTestZones() : zones();
  const within = (path, folder) => path === folder || path.startsWith(`${folder}/`);
  return among.find(({ target, from, except = [] }) => {
    const forbidden = [from].flat().some((one) => within(imported, join(one)));
    const excepted = except.some((one) => within(imported, join([from].flat()[0], one)));
    return within(importer, join(target)) && forbidden && !excepted;
  })?.message;
}
