import { execa } from "execa";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

const repository = path.join(import.meta.dirname, "../../..");

/** How a pulumi command ended. */
export interface PulumiResult {
  readonly exitCode: number | undefined;
  /** Standard output and standard error in the order they were written. */
  readonly text: string;
}

/** What differs from the default project. */
export interface ProjectOptions {
  /** `runtime.options` in Pulumi.yaml. @default TypeScript compiled by tsx */
  readonly runtimeOptions?: Readonly<Record<string, unknown>>;
  /** The file that holds the program. @default index.ts */
  readonly main?: string;
}

/** A temporary Pulumi project with its own state, and one stack named `test`. It exists between `open` and `remove`. */
export class Project {
  readonly main: string;
  readonly #runtimeOptions: Readonly<Record<string, unknown>>;
  #folder: string | undefined;

  constructor({
    runtimeOptions = { typescript: false, nodeargs: "--import tsx" },
    main = "index.ts",
  }: ProjectOptions = {}) {
    this.main = main;
    this.#runtimeOptions = runtimeOptions;
  }

  get folder(): string {
    if (this.#folder === undefined) throw new Error("the project is not open");
    return this.#folder;
  }

  /** Makes the project and its stack. */
  async open(): Promise<void> {
    this.#folder = await mkdtemp(path.join(tmpdir(), "toolchain-test-"));
    const runtime = { name: "nodejs", options: this.#runtimeOptions };
    await mkdir(path.join(this.folder, "state"));
    await symlink(path.join(repository, "node_modules"), path.join(this.folder, "node_modules"));
    await this.#json("package.json", { name: "life-cycle", type: "module", main: this.main });
    // JSON is YAML.
    await this.#json("Pulumi.yaml", { name: "life-cycle", runtime });
    await this.write("");
    await this.succeed(["stack", "init", "test"]);
  }

  /** Replaces the program. */
  async write(program: string): Promise<void> {
    await writeFile(path.join(this.folder, this.main), program);
  }

  /** Starts a pulumi command; the caller waits for it. */
  start(args: readonly string[]) {
    return execa("pulumi", [...args, "--non-interactive"], {
      cwd: this.folder,
      env: { PULUMI_BACKEND_URL: `file://${this.folder}/state`, PULUMI_CONFIG_PASSPHRASE: "test", FORCE_COLOR: "0" },
      all: true,
      reject: false,
    });
  }

  /** Runs a pulumi command, whatever its exit code. */
  async pulumi(args: readonly string[]): Promise<PulumiResult> {
    const result = await this.start(args);
    // Without an exit code it was not found or ended by a signal; the message says which.
    return {
      exitCode: result.exitCode,
      text: result.exitCode === undefined ? `${result.all}\n${result.message ?? ""}` : result.all,
    };
  }

  /** Runs a pulumi command that must succeed, and returns what it printed. */
  async succeed(args: readonly string[]): Promise<string> {
    const { exitCode, text } = await this.pulumi(args);
    if (exitCode !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${exitCode ?? "a signal"}:\n${text}`);
    return text;
  }

  /** Runs `pulumi up`, which must succeed. */
  async up(...flags: string[]): Promise<string> {
    return this.succeed(["up", "--yes", "--skip-preview", ...flags]);
  }

  /** The stack's outputs. */
  async outputs(...flags: string[]): Promise<Record<string, unknown>> {
    const result = await this.start(["stack", "output", "--json", ...flags]);
    if (result.exitCode !== 0) throw new Error(result.all);
    return JSON.parse(result.stdout) as Record<string, unknown>;
  }

  /** The state file's text. */
  async state(): Promise<string> {
    return readFile(path.join(this.folder, "state/.pulumi/stacks/life-cycle/test.json"), "utf8");
  }

  /** Lines of a file that commands write to; none when it does not exist. */
  async lines(file: string): Promise<string[]> {
    try {
      const text = await readFile(path.join(this.folder, file), "utf8");
      return text.trimEnd().split("\n");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw error;
    }
  }

  /** Removes the folder with everything in it. */
  async remove(): Promise<void> {
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
  }

  async #json(file: string, content: unknown): Promise<void> {
    await writeFile(path.join(this.folder, file), JSON.stringify(content));
  }
}
