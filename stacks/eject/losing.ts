import type { Loss } from "../../errors/loss.ts";

/** Notes a loss of a container. @param kind @default "changed" */
export type Lost = (what: string, why: string, kind?: Loss["kind"]) => void;

/** @param losses where they are noted */
export function losing(container: string, losses: Loss[]): Lost {
  return (what, why, kind = "changed") => {
    losses.push({ kind, what: `${container}: ${what}`, why });
  };
}
