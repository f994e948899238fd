import { execa } from "execa";
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { engineWords } from "../../../stacks/systems/docker/engine-words.ts";
import { useTemporaryFolder } from "../../unit/toolchain/temporary-folder.ts";
import { fakeProgram, linesOf } from "./fake-program.ts";

/** Parts of a request. */
interface Request {
  readonly timeoutSeconds: number;
  readonly containers: readonly object[];
}

/** A container of a request, by its place in an inspection. */
export function awaited(index: number, given: object = {}) {
  const container = { name: `name${index}`, container: `ca-name${index}`, id: String(index), until: "healthy" };
  return { ...container, pids: 64 + index, ...given };
}

const settle = resolve(import.meta.dirname, "../../../stacks/readiness/settle.mjs");

/** What `docker inspect` prints of a container. */
export interface Look {
  readonly Status?: string;
  readonly health?: string;
  readonly says?: string;
  readonly restarts?: number;
  readonly ExitCode?: number;
  readonly OOMKilled?: boolean;
  /** The limit on processes: none before the first readiness step. */
  readonly pids?: number;
}

function line(look: Look): string {
  const { Status = "running", health, says = "", restarts = 0, ExitCode = 0, OOMKilled = false, pids } = look;
  const Health =
    health === undefined ? undefined : { Status: health, Log: [{ Output: "old\n" }, { Output: `${says}\n` }] };
  return JSON.stringify({ state: { Status, ExitCode, OOMKilled, Error: "", Health }, restarts, pids });
}

// Prints the next of the prepared answers, the last one again and again.
const script = `
here=$(dirname "$0")
echo "$*" >> "$here/calls"
case "$1" in
  inspect)
    n=$(cat "$here/count" 2>/dev/null || echo 0)
    echo $((n + 1)) > "$here/count"
    [ -f "$here/look-$n" ] || n=last
    cat "$here/look-$n" ;;
  update)
    if [ -f "$here/refusals" ]; then
      echo "container $4 is not running" >&2
      [ "$(cat "$here/refusals")" = always ] || rm "$here/refusals"
      exit 1
    fi ;;
  exec)
    n=$(cat "$here/probes" 2>/dev/null || echo 0)
    echo $((n + 1)) > "$here/probes"
    [ "$n" -ge 2 ] || { echo "port 8080 refuses"; exit 1; } ;;
  control)
    shift
    [ "$1" = status ] || { [ "$1" != logs ] || echo "T1 line of the task"; exit; }
    n=$(cat "$here/asked" 2>/dev/null || echo 0)
    echo $((n + 1)) > "$here/asked"
    [ -f "$here/status-$n" ] || n=last
    cat "$here/status-$n" ;;
  kill) [ ! -f "$here/ended" ] ;;
  logs) echo "line of $4"; echo "error of $4" >&2 ;;
esac`;

/** The readiness step as it was run. */
export interface Settled {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** What it called docker with. */
  readonly calls: readonly string[];
}

/** Readiness steps with a fake docker. */
export interface Settling {
  readonly folder: () => string;
  /**
   * Runs the step with parts of its request; the rest is made up.
   * @param looks the containers at each inspection; the last repeats
   * @param statuses of a service in a shared container, at each question; the last repeats. Without any there is no such service
   */
  readonly step: (
    looks: readonly (readonly Look[])[],
    given?: Partial<Request>,
    statuses?: readonly string[],
  ) => Promise<Settled>;
}

export function useSettling(): Settling {
  const folder = useTemporaryFolder();
  async function step(
    looks: readonly (readonly Look[])[],
    given: Partial<Request> = {},
    statuses: readonly string[] = [],
  ) {
    const docker = await fakeProgram(folder(), "docker", script);
    const texts = looks.map((look) => `${look.map(line).join("\n")}\n`);
    await Promise.all(texts.map((text, index) => writeFile(join(folder(), `look-${index}`), text)));
    await writeFile(join(folder(), "look-last"), texts.at(-1) ?? "");
    await Promise.all(statuses.map((text, index) => writeFile(join(folder(), `status-${index}`), text)));
    await writeFile(join(folder(), "status-last"), statuses.at(-1) ?? "");
    const containers = (looks[0] ?? []).map((_, index) => awaited(index));
    const task = {
      service: "once",
      container: "ca-name0",
      control: [docker, "control"],
      logs: "npm run ctl -- x once logs",
    };
    const tasks = statuses.length === 0 ? [] : [{ ...task, withinSeconds: 0.5 }];
    const again = "npm run up -- x";
    const request = { subcommands: engineWords([docker]), again, timeoutSeconds: 20, containers, tasks, ...given };
    const { exitCode, stdout, stderr } = await execa(process.execPath, [settle, JSON.stringify(request)], {
      reject: false,
    });
    return { exitCode, stdout, stderr, calls: await linesOf(join(folder(), "calls")) };
  }
  return { folder, step };
}
