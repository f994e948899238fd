/** The result of one check. */
export interface Finding {
  readonly area: string;
  /** ok; warn: deploying works, something else may not, or setup has work to do; lack: deploying cannot work. */
  readonly status: "ok" | "warn" | "lack";
  readonly found: string;
  /** What to do, if anything. */
  readonly remedy?: string;
}

/** All findings as text, one line each, the remedy on a line of its own. */
export function formatFindings(findings: readonly Finding[], colour: boolean): string {
  const width = Math.max(...findings.map(({ area }) => area.length));
  return findings
    .flatMap(({ area, status, found, remedy }) => [
      `${paint(status, colour)}  ${area.padEnd(width)}  ${found}`,
      ...(remedy === undefined ? [] : [`${" ".repeat(6 + width)}  to do: ${remedy}`]),
    ])
    .map((line) => `${line}\n`)
    .join("");
}

const colours = { ok: 32, warn: 33, lack: 31 } as const;

function paint(status: Finding["status"], colour: boolean): string {
  const word = status.padEnd(4);
  return colour ? `\u001b[${colours[status]}m${word}\u001b[39m` : word;
}
