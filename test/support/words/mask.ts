/** From and to, as offsets into a text. */
export type Span = readonly [number, number];

/** Stands for a character that is not prose. No pattern matches it, so no sentence goes on across code. */
const code = "\0";

/** Everything but white space, so that offsets and lines stay what they are. */
export function hidden(text: string): string {
  return text.replaceAll(/\S/g, code);
}

/** Hides what `pattern` finds. @param pattern global */
export function hideAll(text: string, pattern: RegExp): string {
  return text.replaceAll(pattern, hidden);
}

/** Blanks what is neither prose nor a border between sentences, such as the `*` that begins a line of a comment. */
export function blankAll(text: string, pattern: RegExp): string {
  return text.replaceAll(pattern, (found) => found.replaceAll(/\S/g, " "));
}

/**
 * Hides all but some spans. White space stays everywhere, so two comments in successive lines are one text.
 * @param spans in order, none over another
 * @param show what of a span is prose: as long as what it was given
 */
export function showOnly(text: string, spans: readonly Span[], show: (span: string) => string): string {
  let result = "";
  let end = 0;
  for (const [from, to] of spans) {
    result += hidden(text.slice(end, from)) + show(text.slice(from, to));
    end = to;
  }
  return result + hidden(text.slice(end));
}

/** A comment of any of the languages: its marks are blanked, `code` in it is hidden. */
export function commentProse(comment: string): string {
  const unmarked = blankAll(comment, /^(?:\/\*+|\/\/+|#+!?)|\*+\/$|(?<=\n)\s*\*(?!\*)/g);
  return hideAll(unmarked, /`[^`\n]*`/g);
}

/** A string literal: hidden where it has no white space, since a single word is a name and not a sentence. */
export function stringProse(literal: string): string {
  const inner = hideAll(literal, /^[a-z]{0,2}(?:"""|'''|["'`])|^\}|(?:"""|'''|["'`]|\$\{)$/gi);
  return /\S\s+\S/.test(inner.replaceAll(code, "")) ? hideAll(inner, /`[^`\n]*`/g) : hidden(literal);
}
