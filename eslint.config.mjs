import js from "@eslint/js";
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import { importX } from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";
import { ownTests, ownTestZones, zones } from "./architecture.mjs";

const pure = "Rendering is pure: plain data in, plain data out.";

export default tseslint.config(
  { ignores: ["node_modules", ".state", "reports", "report", "results", "toolchain/go", "test/unit/golden"] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    plugins: { "import-x": importX },
    settings: { "import-x/resolver-next": [createTypeScriptImportResolver()] },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "max-lines": ["error", { max: 200, skipBlankLines: false, skipComments: false }],
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
      complexity: ["error", 12],
      "no-restricted-exports": ["error", { restrictDefaultExports: { direct: true } }],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/prefer-nullish-coalescing": "error",
      "import-x/no-cycle": "error",
      "import-x/no-restricted-paths": ["error", { zones: zones() }],
    },
  },
  ...[
    { files: ["approaches", "placement", "supervisors", "rendering"].map((folder) => `stacks/${folder}/**`), of: "" },
    // Writes files of other tools, in their language.
    { files: ["stacks/eject/**"], of: "|yaml$" },
  ].map(({ files, of }) => ({
    files,
    rules: {
      // Named is what is allowed, since a list of what reads files or opens connections is never complete.
      "no-restricted-imports": [
        "error",
        {
          patterns: [{ regex: `^(?!\\.\\.?/${of})`, message: `${pure} It imports this project's own modules only.` }],
        },
      ],
      "no-restricted-syntax": ["error", { selector: "ImportExpression", message: pure }],
      "no-restricted-globals": ["error", ...["fetch", "process", "WebSocket"].map((name) => ({ name, message: pure }))],
    },
  })),
  {
    // What systems and what plans agree on: a value here would be a dependency at run time.
    files: ["stacks/deployment-plan.ts", "stacks/systems/contract.ts", "stacks/placement/contract.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: "Program > :not(ImportDeclaration[importKind='type'], ExportNamedDeclaration[exportKind='type'])",
          message: "Types only.",
        },
      ],
    },
  },
  {
    files: [ownTests],
    rules: { "import-x/no-restricted-paths": ["error", { zones: ownTestZones() }] },
  },
  {
    files: ["test/**", ownTests],
    rules: {
      // describe() callbacks hold many small tests; the tests themselves stay short.
      "max-lines-per-function": "off",
    },
  },
  { files: ["eslint.config.mjs"], rules: { "no-restricted-exports": "off" } },
  { files: ["**/*.mjs", "**/*.cjs"], ...tseslint.configs.disableTypeChecked },
  {
    files: ["**/*.cjs"],
    languageOptions: { sourceType: "commonjs", globals: { require: "readonly", module: "writable" } },
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  {
    // The compiler does not look at these files, so lint must know what Node provides.
    files: ["**/*.mjs", "**/*.cjs"],
    languageOptions: {
      globals: Object.fromEntries(Object.getOwnPropertyNames(globalThis).map((name) => [name, "readonly"])),
    },
  },
  {
    files: ["**/*.mjs", "**/*.cjs"],
    languageOptions: {
      globals: Object.fromEntries(
        [
          "process",
          "console",
          "URL",
          "AbortController",
          "AbortSignal",
          "setTimeout",
          "clearTimeout",
          "setInterval",
          "clearInterval",
        ].map((name) => [name, "readonly"]),
      ),
    },
  },
);
