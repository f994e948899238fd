/** A folder or file, and what it may not import from. */
export interface Zone {
  readonly target: string;
  readonly from: string | readonly string[];
  /** Relative to `from`: what of it may be imported all the same. */
  readonly except?: readonly string[];
  readonly message: string;
}

export function zones(): Zone[];
export const ownTests: string;
export function ownTestZones(): Zone[];
export function broken(importer: string, imported: string): string | undefined;
