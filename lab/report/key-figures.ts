import type { Analysis } from "../analysis/contract.ts";
import { figureRows, type FigureRows } from "./figures.ts";

/** The most important figures, for reports with room for a few. */
const keys: readonly string[] = [
  "memory/idle.engine",
  "memory/load.engine",
  "startup/first.answer",
  "startup/again.answer",
  "latency/services.new.p50",
  "latency/services.kept.p50",
  "latency/published.new.p50",
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
  "scaling/inside.possible",
  "scaling/deployment.memory",
  "complexity/lines",
  "complexity/processes",
];

/** The run's key figures; all of its figures if it has none of them. Of the approaches only: variants have but a few figures. */
export function keyFigures(analysis: Analysis): FigureRows[] {
  const rows = figureRows({ ...analysis, variants: [] });
  const chosen = rows.filter(({ key }) => keys.includes(key));
  return chosen.length === 0 ? rows : chosen;
}
