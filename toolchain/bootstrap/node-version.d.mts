/** @param range npm's notation, as far as package.json uses it: "^A.B.C" and ">=A.B.C", joined by "||" */
export function satisfies(version: string, range: string): boolean;
