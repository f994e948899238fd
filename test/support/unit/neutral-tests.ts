import ts from "typescript";
import { importGraph } from "./import-graph.ts";

/** Post-deploy tests: of every approach, and of a workload. */
const start = /^(test\/deployed\/.+|services\/[^/]+\/deployed\.test)\.ts$/;

/** Where it is asked which system an approach runs on. */
const dockerOnly = "test/deployed/docker-only/";

/** What only tests about Docker may know. */
const closed = ["docker/", "stacks/systems/docker/"];

/** A word of Docker's command line, or of a message that would be wrong on another system. */
const word = /docker/i;

/** The files that a test of every system consists of: those that register them, and what they use of test/. */
export function neutralFiles(sources: ReadonlyMap<string, string>): readonly string[] {
  const graph = importGraph(sources);
  const found = new Set([...sources.keys()].filter((path) => start.test(path) && !path.startsWith(dockerOnly)));
  for (const path of found)
    for (const used of graph.get(path) ?? [])
      if (used.startsWith("test/") && !used.startsWith(dockerOnly)) found.add(used);
  return [...found];
}

/** Imports of Docker, and texts about it, in the tests of every system: one line each. */
export function dockerIn(sources: ReadonlyMap<string, string>): readonly string[] {
  const graph = importGraph(sources);
  return neutralFiles(sources).flatMap((path) => [
    ...(graph.get(path) ?? [])
      .filter((used) => closed.some((folder) => used.startsWith(folder)))
      .map((used) => `${path} imports ${used}`),
    ...textsIn(path, sources.get(path) ?? "")
      .filter((text) => word.test(text))
      .map((text) => `${path} has the text ${text}`),
  ]);
}

/** Strings and templates, also in types, but not what is imported. */
function textsIn(path: string, source: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      found.push(node.text);
    else if (ts.isRegularExpressionLiteral(node)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, source, ts.ScriptTarget.Latest));
  return found;
}
