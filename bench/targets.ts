import type { Figure } from "./arm.ts";

/** How many times docker compose's median Pulumi's may take. Stated beside the result; never a failure. */
export const targets: Readonly<Partial<Record<Figure, number>>> = { up: 1.8, noop: 1.5, destroy: 1.3 };

/** Anonymous memory of one server at idle. */
export const memoryTargetBytes = 12e6;
