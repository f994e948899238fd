import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

/** The type declarations of an installed SDK. */
export interface Sdk {
  /** Folder of the package. */
  readonly folder: string;
}

const nestedFiles: Readonly<Record<string, string>> = { inputs: "types/input.d.ts", outputs: "types/output.d.ts" };
const parsed = new Map<string, ts.SourceFile>();

/** @param name of an npm package, installed in the working directory. */
export function sdk(name: string): Sdk {
  return { folder: path.join(import.meta.dirname, "../../../node_modules", name) };
}

/**
 * All property names of a class or an interface, nested ones too, as paths: `ports`, `ports.internal`.
 * @param file the declaration file in the package.
 * @param name the class or interface in that file.
 */
export function declaredPaths(from: Sdk, file: string, name: string, prefix = ""): string[] {
  const declaration = declarations(from, file).find((candidate) => candidate.name?.text === name);
  assert.ok(declaration, `${file} of ${from.folder} declares no ${name}`);
  return declaration.members.flatMap((member) => {
    if (!isInstanceProperty(member)) return [];
    const own = prefix + member.name.getText();
    const nested = member.type === undefined ? [] : references(member.type);
    return [own, ...nested.flatMap((reference) => declaredPaths(from, reference.file, reference.name, `${own}.`))];
  });
}

type Declaration = ts.InterfaceDeclaration | ts.ClassDeclaration;

function declarations(from: Sdk, file: string): Declaration[] {
  const full = path.join(from.folder, file);
  let source = parsed.get(full);
  if (source === undefined) {
    source = ts.createSourceFile(full, readFileSync(full, "utf8"), ts.ScriptTarget.Latest, true);
    parsed.set(full, source);
  }
  const found: Declaration[] = [];
  source.forEachChild((node) => {
    if (ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node)) found.push(node);
  });
  return found;
}

function isInstanceProperty(
  member: ts.TypeElement | ts.ClassElement,
): member is ts.PropertySignature | ts.PropertyDeclaration {
  if (ts.isPropertySignature(member)) return true;
  return (
    ts.isPropertyDeclaration(member) && !member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword)
  );
}

/** The nested types in a type such as `pulumi.Input<pulumi.Input<inputs.ContainerPort>[]>`. */
function references(type: ts.TypeNode): { file: string; name: string }[] {
  const found: { file: string; name: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeReferenceNode(node) && ts.isQualifiedName(node.typeName)) {
      const file = nestedFiles[node.typeName.left.getText()];
      if (file !== undefined) found.push({ file, name: node.typeName.right.text });
    }
    node.forEachChild(visit);
  };
  visit(type);
  return found;
}
