import type { Claim } from "./contract.ts";
import { boundOf, compared, numberIs } from "./deciding.ts";
import { sources } from "./sources.ts";
import { separate, supervisord, systemd } from "./subjects.ts";

const connections = ["new", "kept"] as const;

/** The claim about the way from service to service. */
export const networkOfThree: readonly Claim[] = [
  {
    id: "000-2",
    source: sources.comparison,
    claim:
      "Services in one container reach each other faster over loopback than separate containers do over a bridge; what the bridge adds is slight. On a new connection for each request, and on one that is kept.",
    figures: connections.flatMap((kind) => [`latency/services.${kind}.p50`, `latency/services.${kind}.added`]),
    statements: (analysis) =>
      connections.flatMap((kind) => [
        ...[supervisord, systemd].map((single) =>
          compared(analysis, `latency/services.${kind}.p50`, single, "lower", separate),
        ),
        numberIs(analysis, `latency/services.${kind}.added`, separate, { atMost: boundOf("000-2.slight") }),
      ]),
  },
];
