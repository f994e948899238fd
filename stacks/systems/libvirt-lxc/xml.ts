/** An element of an XML document. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Elements, or the text that is its only content. */
  readonly content: readonly Element[] | string;
}

/** @param content elements, or text. @default an empty element */
export function element(
  name: string,
  attributes: Readonly<Record<string, string>> = {},
  content: readonly Element[] | string = [],
): Element {
  return { name, attributes, content };
}

/** An XML document, indented. Pure. @throws Error for a name that XML does not have, or text that it cannot hold */
export function xml(root: Element): string {
  return `${linesOf(root, "").join("\n")}\n`;
}

function linesOf({ name, attributes, content }: Element, indent: string): readonly string[] {
  const begin = [checkedName(name), ...Object.entries(attributes).map(attribute)].join(" ");
  if (content.length === 0) return [`${indent}<${begin}/>`];
  if (typeof content === "string") return [`${indent}<${begin}>${escaped(content)}</${name}>`];
  return [`${indent}<${begin}>`, ...content.flatMap((one) => linesOf(one, `${indent}  `)), `${indent}</${name}>`];
}

function attribute([name, value]: readonly [string, string]): string {
  return `${checkedName(name)}="${escaped(value)}"`;
}

function checkedName(name: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_.:-]*$/.test(name)) throw new Error(`XML has no name ${JSON.stringify(name)}`);
  return name;
}

/** What XML 1.0 has no way to write. */
const impossible = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** By number: it holds in text and in attributes, where a parser would make blanks of tabs and ends of lines. */
function escaped(text: string): string {
  if (impossible.test(text)) throw new Error(`XML cannot hold the text ${JSON.stringify(text)}`);
  return text.replaceAll(/[&<>"'\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
