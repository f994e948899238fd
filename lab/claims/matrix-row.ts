import type { Analysis } from "../analysis/contract.ts";
import type { Statement } from "./contract.ts";

/** A row of the matrix: what is said of each subject, and the figures that it is checked against. */
export interface RowPlan {
  readonly aspect: string;
  readonly claims: readonly string[];
  /** Figures that every cell shows. */
  readonly shown: readonly { readonly label: string; readonly figure: string }[];
  /** In the order of the matrix: systemd, supervisord, separate. */
  readonly columns: readonly ColumnPlan[];
}

export interface ColumnPlan {
  /** One or two words of the original matrix. */
  readonly said: string;
  /** What the word means in figures. */
  readonly findings: (analysis: Analysis) => readonly Statement[];
}

export function column(said: string, findings: ColumnPlan["findings"]): ColumnPlan {
  return { said, findings };
}
