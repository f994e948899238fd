import type { Analysis } from "../analysis/contract.ts";
import type { Statement } from "./contract.ts";

/** A row of the matrix: what is said of each subject, and what it is checked against. */
export interface RowPlan {
  readonly aspect: string;
  /** Figures that every cell shows. */
  readonly shown: readonly { readonly label: string; readonly figure: string }[];
  /** In the order of the matrix: systemd, supervisord, separate. */
  readonly columns: readonly ColumnPlan[];
}

export interface ColumnPlan {
  /** One or two words of the original matrix. */
  readonly said: string;
  /** Ids of claims: the word means the parts of these that are about the column's subject. */
  readonly claims: readonly string[];
  /** What the word means besides, if no claim says it. @default nothing */
  readonly also?: (analysis: Analysis) => readonly Statement[];
}

export function column(said: string, claims: readonly string[], also?: ColumnPlan["also"]): ColumnPlan {
  return { said, claims, ...(also === undefined ? {} : { also }) };
}
