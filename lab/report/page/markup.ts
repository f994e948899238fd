/** Markup that is safe to put into a page as it is. Only `html` and `raw` make it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: text is escaped, markup is not; nothing is left out. */
export type Part = string | number | Markup | undefined | readonly Part[];

/** A template whose text parts are escaped, in elements and in quoted attributes alike. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const text = strings.map((fixed, i) => {
    // Indentation is for the source's readers only.
    const short = fixed.replaceAll(/\n\s+/g, "\n");
    return i === 0 ? short : rendered(parts[i - 1]) + short;
  });
  return new Markup(text.join(""));
}

/** Text that is markup already, such as a style sheet of this project: never anything that was measured or typed in. */
export function raw(text: string): Markup {
  return new Markup(text);
}

/** JSON for an element of its own: nothing in it can end that element. */
export function embeddedJson(value: unknown): Markup {
  return raw(JSON.stringify(value).replaceAll("<", "\\u003c"));
}

function rendered(part: Part): string {
  if (part === undefined) return "";
  if (part instanceof Markup) return part.text;
  if (typeof part === "object") return part.map(rendered).join("");
  return escaped(String(part));
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}
