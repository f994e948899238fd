import type { Experiment, Figure } from "../../../../lab/contract.ts";

/** An experiment called `made-up` with these figures, which nothing measures. */
export function experimentOf(figures: Readonly<Record<string, Figure>>): Experiment {
  return {
    name: "made-up",
    title: "Made up",
    question: "Is it made up?",
    method: "It is made up.",
    excludes: "What is real.",
    kind: "steady",
    about: ["entry"],
    besideOthers: true,
    figures,
    elsewhere: "It is made up.",
    run: () => Promise.reject(new Error("It is made up.")),
  };
}
