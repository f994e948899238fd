/**
 * Compiles the Pulumi program into one file, unless that file exists for the same sources.
 * @param project folder of index.ts
 * @returns path of the compiled program
 */
export function compiledProgram(project: string): Promise<string>;
