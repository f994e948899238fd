import { join, resolve } from "node:path";
import ts from "typescript";

const root = resolve(import.meta.dirname, "../../..");

/**
 * Type checks a module as if it lay in the project's folder, with the project's own settings.
 * @returns an error each, such as `TS2345: Argument of ...`
 */
export function compileErrors(source: string): string[] {
  const config = ts.readConfigFile(join(root, "tsconfig.json"), (path) => ts.sys.readFile(path)).config as {
    readonly compilerOptions: unknown;
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const snippet = join(root, "snippet-of-a-test.ts");
  const host = ts.createCompilerHost(options);
  const files = ts.createCompilerHost(options);
  host.fileExists = (path) => path === snippet || files.fileExists(path);
  host.readFile = (path) => (path === snippet ? source : files.readFile(path));
  host.getSourceFile = (path, version, ...more) =>
    path === snippet
      ? ts.createSourceFile(path, source, version)
      : (libraries.get(path) ?? kept(path, files.getSourceFile(path, version, ...more)));
  const program = ts.createProgram([snippet], { ...options, types: [] }, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ code, messageText }) => `TS${code}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`);
}

/** Parsed once, since they take longest. */
const libraries = new Map<string, ts.SourceFile>();

function kept(path: string, file: ts.SourceFile | undefined): ts.SourceFile | undefined {
  if (file !== undefined) libraries.set(path, file);
  return file;
}
