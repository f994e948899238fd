import { execa } from "execa";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { controlArgv } from "../../../stacks/control/command.ts";
import { useTemporaryFolder } from "../../unit/toolchain/temporary-folder.ts";
import { fakeProgram, pathWith } from "./fake-program.ts";

/** The project's folder, from which control commands are run. */
export const root = resolve(import.meta.dirname, "../../..");

/** Words that are hard to quote for a shell. */
export const hostileWords: readonly string[] = [
  ...["two words", "", "it's", '"quoted"', "$HOME `id` $(id)", "back\\slash", "*", "~", ";", "&", "|", "#", "!"],
  ...["new\nline", "\n", "ends with a newline\n", "\ttab ", "über €", "--", "-n", "--host", "%s", "\u0001"],
];

/** Lines of sh that a fake program runs, by a word of its arguments. */
export type Answers = Readonly<Record<string, string>>;

/** A fake program on PATH, which records its calls. */
export interface NotedProgram {
  /** Folder to put in front of PATH. */
  readonly folder: () => string;
  /** Writes the program. @param answers by the argument at `place`, counted from 1 */
  readonly write: (answers: Answers) => Promise<void>;
  /** Runs a control command with a verb and its words. */
  readonly ask: (control: string, ...words: readonly string[]) => Promise<Said>;
  /** Its arguments at each call. */
  readonly calls: () => Promise<string[][]>;
}

export interface Said {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | undefined;
}

/** @param place number of the argument that selects the answer */
export function useNotedProgram(name: string, place: number): NotedProgram {
  const folder = useTemporaryFolder();
  return {
    folder,
    async write(answers) {
      await mkdir(join(folder(), "calls"), { recursive: true });
      const cases = Object.entries(answers).map(([word, lines]) => `  ${word})\n${lines}\n    ;;`);
      const note = `calls='${folder()}/calls'; printf '%s\\0' "$@" >"$calls/$(ls "$calls" | wc -l)"`;
      const script = [note, `case \${${place}} in`, ...cases, "  *) echo unexpected >&2; exit 9 ;;", "esac"];
      await fakeProgram(folder(), name, script.join("\n"));
    },
    async ask(control, ...words) {
      const [command, ...args] = controlArgv(control, ...words);
      const env = { PATH: pathWith(folder()) };
      const { stdout, stderr, exitCode } = await execa(command, args, { cwd: root, env, reject: false });
      return { stdout, stderr, exitCode };
    },
    async calls() {
      const names = (await readdir(join(folder(), "calls"))).sort((a, b) => Number(a) - Number(b));
      const texts = names.map((one) => readFile(join(folder(), "calls", one), "utf8"));
      return (await Promise.all(texts)).map((text) => text.split("\0").slice(0, -1));
    },
  };
}

/** Lines of sh that print a text unchanged. */
export function printing(text: string): string {
  return `printf '%s\\n' '${text.replaceAll("'", `'\\''`)}'`;
}
