/**
 * Columns with two blanks between them; the first is aligned left, the others right.
 * @param rows each as long as the header
 */
export function textTable(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const lines = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...lines.map((cells) => lengthOf(cells[column] ?? ""))));
  return lines.map((cells) =>
    cells
      .map((cell, column) => padded(cell, widths[column] ?? 0, column === 0))
      .join("  ")
      .trimEnd(),
  );
}

/** A Markdown table. @param rows cells that cannot break the table, see `markdownText` */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)];
}

/** Escapes text for a cell of a Markdown table or a list, so that nothing in it is markup. */
export function markdownText(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .replaceAll(/[\\`*_[\]<>|&#~@]/g, (character) => `&#${character.codePointAt(0) ?? 0};`);
}

function padded(text: string, width: number, left: boolean): string {
  const blanks = " ".repeat(Math.max(0, width - lengthOf(text)));
  return left ? text + blanks : blanks + text;
}

// Colour codes have no width on the screen.
function lengthOf(text: string): number {
  // eslint-disable-next-line no-control-regex
  return text.replaceAll(/\u001b\[[0-9;]*m/g, "").length;
}
