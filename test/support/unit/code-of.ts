import ts from "typescript";

/** A source without its comments: the texts of its tokens, a blank between them. */
export function codeOf(text: string): string {
  const file = ts.createSourceFile("a.ts", text, ts.ScriptTarget.ESNext, true);
  const tokens: string[] = [];
  const collect = (node: ts.Node): void => {
    // Documentation belongs to its node, unlike other comments.
    if (ts.isJSDoc(node)) return;
    const children = node.getChildren(file);
    if (children.length === 0) tokens.push(node.getText(file));
    children.forEach(collect);
  };
  collect(file);
  return tokens.join(" ");
}
