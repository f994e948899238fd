// Required by the node process that runs the Pulumi program (`nodeargs` in Pulumi.yaml), before anything else.
//
// Most of the time until the program runs goes into modules of the SDK that this program does not use:
// - the TypeScript compiler and npm's dependency resolver, which serialise functions: they load at their first use instead;
// - source maps of the SDK's files, parsed for the stack trace that it takes at each resource: they are not loaded, and traces
//   name its JavaScript files.

const Module = require("node:module");
// The SDK calls Pulumi at a port of loopback. Required here, it also helps users who run plain pulumi.
require("../host/loopback-now.cjs");

const deferred = new Set(["typescript", "@npmcli/arborist"]);
const leftOut = new Set(["source-map-support/register"]);
// Monitoring tools and compilers use this hook as well: not all versions of Node that we run on have a public one for CommonJS.
const load = Module._load;

Module._load = function (request, parent, isMain) {
  const now = () => load.call(this, request, parent, isMain);
  if (!parent?.filename?.includes("/@pulumi/pulumi/")) return now();
  if (leftOut.has(request)) return {};
  return deferred.has(request) ? atFirstUse(now) : now();
};

/** Stands in for a module's exports, and loads the module when one of them is read. */
function atFirstUse(loadNow) {
  let exports;
  const real = () => (exports ??= loadNow());
  return new Proxy(
    {},
    {
      // Import helpers of compiled code read this mark; without it they would copy every export at once.
      get: (_, name) => (name === "__esModule" ? true : real()[name]),
      has: (_, name) => name in real(),
      ownKeys: () => Reflect.ownKeys(real()),
      getOwnPropertyDescriptor: (_, name) => ({
        ...Reflect.getOwnPropertyDescriptor(real(), name),
        configurable: true,
      }),
    },
  );
}
