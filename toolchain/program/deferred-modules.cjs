// Required by the node process that runs the Pulumi program (`nodeargs` in Pulumi.yaml), before anything else.
//
// Most of the time until the program runs goes into modules of the SDK's that this program has no use for:
// - the TypeScript compiler and npm's dependency resolver, with which it serialises functions: they load at their first use instead;
// - source maps of its own files, parsed for the stack trace that it takes at each resource: they stay away, and traces name its
//   JavaScript files.

const Module = require("node:module");
// The SDK calls Pulumi at a port of loopback. Here it helps also who runs plain pulumi, with an environment of their own.
require("../host/loopback-now.cjs");

const deferred = new Set(["typescript", "@npmcli/arborist"]);
const leftOut = new Set(["source-map-support/register"]);
// The hook that tools for monitoring and compiling use as well: Node has no public one for CommonJS in all the versions we run on.
const load = Module._load;

Module._load = function (request, parent, isMain) {
  const now = () => load.call(this, request, parent, isMain);
  if (!parent?.filename?.includes("/@pulumi/pulumi/")) return now();
  if (leftOut.has(request)) return {};
  return deferred.has(request) ? atFirstUse(now) : now();
};

/** Stands for a module's exports and loads it when one of them is read. */
function atFirstUse(loadNow) {
  let exports;
  const real = () => (exports ??= loadNow());
  return new Proxy(
    {},
    {
      // Import helpers of compiled code ask for this mark, and would otherwise copy every export at once.
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
