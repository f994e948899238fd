import type { Analysis } from "../analysis/contract.ts";
import { figureRows, type FigureRows } from "./figures.ts";

/** The most important figures, for reports with room for a few. */
const keys: readonly string[] = [
  "memory/idle.charged",
  "memory/load.charged",
  "startup/create.answer",
  "startup/restart.answer",
  "latency/services.p50",
  "latency/services.p99",
  "latency/published.p99",
  "image/total",
  "image/unique",
  "recovery/entry.outage",
  "shutdown/stop.seconds",
  "shutdown/stop.killed",
  "update/outage",
  "zombies/left",
  "logs/attributable",
  "logs/lost",
  "posture/checks",
  "posture/root.capabilities",
  "scaling/alone",
  "scaling/perPeer.memory",
  "complexity/lines",
  "complexity/processes",
];

/** The run's key figures; all of its figures if it has none of them. */
export function keyFigures(analysis: Analysis): FigureRows[] {
  const rows = figureRows(analysis);
  const chosen = rows.filter(({ key }) => keys.includes(key));
  return chosen.length === 0 ? rows : chosen;
}
