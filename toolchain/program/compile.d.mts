/**
 * Compiles the Pulumi program into one file, unless that file exists for the same sources.
 * @param project folder of index.ts
 * @returns path of the compiled program
 */
export function compiledProgram(project: string): Promise<string>;

/**
 * Compiles a workload into one file, unless that file exists for the same sources: those that it imports, whatever else lies beside them.
 * @param project folder of index.ts
 * @param name of the workload
 * @returns path of the compiled module
 */
export function compiledWorkload(project: string, name: string): Promise<string>;

/** The project's workloads, for the compiled program: only the one that is loaded is compiled. */
export function compiledWorkloads(project: string): {
  readonly path: string;
  readonly load: (name: string) => Promise<{ readonly workload: never }>;
};
