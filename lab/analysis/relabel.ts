import { shuffled } from "../random.ts";
import type { Analysis } from "./contract.ts";

/**
 * The same analysis with other names: what is called X has everything of `mapping[X]`, its values, topology and traits. Names that are not
 * in the mapping stay. A pure view; the noise stays that of the figure.
 * @param mapping a permutation of measured subjects
 */
export function relabelled(analysis: Analysis, mapping: Readonly<Record<string, string>>): Analysis {
  const origin = (name: string) => mapping[name] ?? name;
  const labels = new Map(Object.entries(mapping).map(([label, of]) => [of, label]));
  const records = new Map(analysis.run.subjects.map((record) => [record.name, record]));
  const subjects = analysis.run.subjects.map((record) => {
    const data = records.get(origin(record.name)) ?? record;
    return { ...data, name: record.name, approach: record.approach };
  });
  return {
    run: { ...analysis.run, subjects },
    cells: analysis.cells.map((cell) => ({ ...cell, subject: labels.get(cell.subject) ?? cell.subject })),
    subjects: analysis.subjects,
    variants: analysis.variants,
    figures: analysis.figures,
    summary: (figure, subject) => analysis.summary(figure, origin(subject)),
    compare: ([leftFigure, left], [rightFigure, right], level) =>
      analysis.compare([leftFigure, origin(left)], [rightFigure, origin(right)], level),
    noise: (figure) => analysis.noise(figure),
    twins: (figure, level) => analysis.twins(figure, level),
  };
}

/** A random permutation of the measured subjects, the same for the same random numbers. */
export function randomLabels(analysis: Analysis, random: () => number): Readonly<Record<string, string>> {
  const { subjects } = analysis;
  const others = shuffled(subjects, random);
  return Object.fromEntries(subjects.map((name, index) => [name, others[index] ?? name]));
}
