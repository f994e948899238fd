import type { Approach, Rendering, Scope } from "../contract.ts";
import type { PublishedPort } from "../deployment-plan.ts";
import type { System } from "../systems/contract.ts";

/** A deployment before its images are planned: its rendering, and where it is published. */
export interface Rendered {
  readonly approach: Approach;
  readonly system: System;
  readonly scope: Scope;
  readonly rendering: Rendering;
  readonly published: PublishedPort;
}
