import ts from "typescript";
import { commentProse, hidden, hideAll, showOnly, stringProse, type Span } from "./mask.ts";

/**
 * The prose of a file: a text of the same length and lines, in which everything that is not prose is hidden. Prose is a page's text, comments, and string literals
 * with white space in them.
 * @param path decides the language, by its ending
 */
export function proseOf(path: string, text: string): string {
  if (path.endsWith(".md")) return markdownProse(path.endsWith("CHANGELOG.md") ? unreleased(text) : text);
  if (/\.[cm]?[jt]s$/.test(path)) return typescriptProse(path, text);
  return scriptProse(text, path.endsWith(".py"));
}

/** Inline code and what programs print are quotations: their words are checked where the program has them. */
function markdownProse(text: string): string {
  const withoutOutput = hideAll(text, /^```(?:console|json|text)\n[^]*?^```$/gm);
  const withoutCode = hideAll(withoutOutput, /(?<!`)`[^`\n]+`(?!`)/g);
  return hideAll(withoutCode, /(?<=\])\([^)\s]*\)/g);
}

/** Entries of releases stay as they were published. */
function unreleased(changelog: string): string {
  const released = [...changelog.matchAll(/^## (?!Unreleased)/gm)][0]?.index ?? changelog.length;
  return changelog.slice(0, released) + hidden(changelog.slice(released));
}

const literals = new Set([
  ts.SyntaxKind.StringLiteral,
  ts.SyntaxKind.NoSubstitutionTemplateLiteral,
  ts.SyntaxKind.TemplateHead,
  ts.SyntaxKind.TemplateMiddle,
  ts.SyntaxKind.TemplateTail,
]);

function typescriptProse(path: string, text: string): string {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false);
  const spans = new Map<number, number>();
  const visit = (node: ts.Node): void => {
    if (node.kind >= ts.SyntaxKind.FirstJSDocNode && node.kind <= ts.SyntaxKind.LastJSDocNode) return;
    const children = node.getChildren(file);
    if (children.length > 0) {
      children.forEach(visit);
      return;
    }
    const comments = [
      ...(ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []),
      ...(ts.getTrailingCommentRanges(text, node.getEnd()) ?? []),
    ];
    for (const { pos, end } of comments) spans.set(pos, end);
    if (literals.has(node.kind)) spans.set(node.getStart(file), node.getEnd());
  };
  visit(file);
  return showOnly(text, inOrder(spans), (span) => (/^\/[/*]/.test(span) ? commentProse(span) : stringProse(span)));
}

function inOrder(spans: ReadonlyMap<number, number>): Span[] {
  let end = 0;
  return [...spans]
    .sort(([a], [b]) => a - b)
    .filter(([from, to]) => {
      if (from < end) return false;
      end = to;
      return true;
    });
}

const strings = /"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'/;
const python = new RegExp(`[a-z]{0,2}(?:"""[^]*?"""|'''[^]*?''')|${strings.source}|#[^\\n]*`, "gi");
const shell = new RegExp(`${strings.source}|(?<![^\\s;])#[^\\n]*`, "g");

/** Python and shell, by a pattern for comments and string literals: no parser, so a here-document's quotes may hide a line. */
function scriptProse(text: string, isPython: boolean): string {
  const found = [...text.matchAll(isPython ? python : shell)];
  const spans = found.map((match): Span => [match.index, match.index + match[0].length]);
  return showOnly(text, spans, (span) => (span.startsWith("#") ? commentProse(span) : stringProse(span)));
}
