import type { LockHolder } from "../../../toolchain/host/lock.mjs";
import { identify } from "../../../toolchain/host/process-identity.mjs";

/** What a lock says of a holder whose PID is now that of this process. */
export function deadHolder(): LockHolder {
  return {
    ...identify(process.pid),
    ...{ startTime: "1", id: "of-the-dead", purpose: "testing", since: "2026-01-01T00:00:00Z", children: [] },
  };
}
