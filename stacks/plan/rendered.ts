import type { Approach, Rendering, Scope } from "../contract.ts";
import type { PublishedPort } from "../deployment-plan.ts";
import type { System } from "../systems/contract.ts";

/** What is decided of a deployment before its images are: one rendering, and where it is published. */
export interface Rendered {
  readonly approach: Approach;
  readonly system: System;
  readonly scope: Scope;
  readonly rendering: Rendering;
  readonly published: PublishedPort;
}
