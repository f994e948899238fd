import type { BaseImageWish } from "../base-image/ensure.ts";
import { examineBackend } from "./backend.ts";
import { examineEngine } from "./engine.ts";
import type { Finding } from "./finding.ts";
import { examineHost } from "./host.ts";
import { examineTools } from "./tools.ts";

/** Checks everything that deploying depends on. Changes nothing. */
export async function examine(wish: BaseImageWish): Promise<Finding[]> {
  const groups = await Promise.all([examineTools(), examineEngine(wish), examineHost(), examineBackend()]);
  return groups.flat();
}
