/** Markup that is safe to put into a page. Only `html` and `raw` create it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a template may contain: text is escaped, markup is not, undefined is empty. */
export type Part = string | number | Markup | undefined | readonly Part[];

/** A template whose text parts are escaped, for elements and quoted attributes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const text = strings.map((fixed, i) => {
    // Indentation is only for the source.
    const short = fixed.replaceAll(/\n\s+/g, "\n");
    return i === 0 ? short : rendered(parts[i - 1]) + short;
  });
  return new Markup(text.join(""));
}

/** Text that is already markup, such as a style sheet of this project; never measured values or user input. */
export function raw(text: string): Markup {
  return new Markup(text);
}

/** JSON that cannot end the element that it is in. */
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
