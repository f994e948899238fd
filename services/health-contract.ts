/** A check, run in the service's container, that the service works. */
export type Check =
  | { readonly kind: "http"; readonly port: number; readonly path: string; readonly status: number }
  | { readonly kind: "tcp"; readonly port: number }
  /** While the service works, it touches this file at least this often. */
  | { readonly kind: "fresh-file"; readonly path: string; readonly maxAgeSeconds: number }
  | { readonly kind: "command"; readonly argv: readonly string[] };

/** When the checks run. */
export interface HealthSchedule {
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  /** Failures in a row after which a service is unhealthy. */
  readonly retries: number;
  /** Seconds after the start in which failures do not count. */
  readonly startPeriodSeconds: number;
}
