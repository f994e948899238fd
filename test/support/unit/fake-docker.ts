import type { DockerClient, RunResult } from "../../../docker/client.ts";
import { defaultSocket, type Endpoint } from "../../../docker/endpoint.ts";

/** What Docker is to say: its standard output, or how the command fails, which may have printed something before. */
export type Answer = string | { readonly stderr: string; readonly stdout?: string };

export interface FakeDocker extends DockerClient {
  /** The commands so far. */
  readonly calls: readonly (readonly string[])[];
}

/** A docker client without a daemon: every command gets the answer that a function gives. */
export function fakeDocker(
  answer: (args: readonly string[]) => Answer,
  endpoint: Endpoint = { host: defaultSocket, source: "default" },
): FakeDocker {
  const calls: (readonly string[])[] = [];
  const attempt = (args: readonly string[]): Promise<RunResult> => {
    calls.push(args);
    const answered = answer(args);
    return Promise.resolve(
      typeof answered === "string"
        ? { exitCode: 0, stdout: answered, stderr: "" }
        : { exitCode: 1, stdout: answered.stdout ?? "", stderr: answered.stderr },
    );
  };
  return {
    endpoint,
    argv: ["docker", "--host", endpoint.host],
    calls,
    attempt,
    async run(args) {
      const { exitCode, stdout, stderr } = await attempt(args);
      if (exitCode !== 0) throw new Error(stderr);
      return stdout;
    },
  };
}

/** A client that must not run any command. */
export function silentDocker(endpoint?: Endpoint): FakeDocker {
  return fakeDocker((args) => {
    throw new Error(`docker was asked: ${args.join(" ")}`);
  }, endpoint);
}
