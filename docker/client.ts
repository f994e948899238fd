import { execa } from "execa";
import { resolveEndpoint, type Endpoint } from "./endpoint.ts";
import { refusal } from "./refusal.ts";

/** How a command is run. */
export interface RunOptions {
  /** Text for its standard input. */
  readonly input?: string;
  /** Ends the command after this many milliseconds. @default never */
  readonly timeoutMs?: number;
  /** Ends the command when aborted. */
  readonly signal?: AbortSignal;
}

/** How a command ended, whatever its exit code. */
export interface RunResult {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** The only code of this project that runs the docker command line. */
export interface DockerClient {
  readonly endpoint: Endpoint;
  /** The words before the subcommand, for messages and outputs: `docker --host ...`. */
  readonly argv: readonly string[];
  /** Runs a command; rejects with a UserError that has Docker's reason if it fails. Resolves to stdout without the last newline. */
  run(args: readonly string[], options?: RunOptions): Promise<string>;
  /** Runs a command and returns the result, also if it fails. */
  attempt(args: readonly string[], options?: RunOptions): Promise<RunResult>;
}

/** @param endpoint of the daemon, from `resolveEndpoint` */
export function dockerClient(endpoint: Endpoint): DockerClient {
  // A context may carry TLS material and SSH settings that its address alone does not.
  const prefix = endpoint.context ? ["--context", endpoint.context] : ["--host", endpoint.host];
  return {
    endpoint,
    argv: ["docker", ...prefix],
    async run(args, options = {}) {
      const result = await execa("docker", [...prefix, ...args], { ...execaOptions(options), reject: false });
      if (!result.failed) return result.stdout;
      options.signal?.throwIfAborted();
      throw refusal(args, result.stderr === "" ? (result.originalMessage ?? "") : result.stderr);
    },
    async attempt(args, options = {}) {
      const result = await execa("docker", [...prefix, ...args], { ...execaOptions(options), reject: false });
      return { exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr || (result.shortMessage ?? "") };
    },
  };
}

/** A client of the daemon that DOCKER_HOST or the docker context names. @param env @default process.env */
export async function connectedClient(env?: NodeJS.ProcessEnv): Promise<DockerClient> {
  return dockerClient(await resolveEndpoint(env));
}

function execaOptions({ input, timeoutMs, signal }: RunOptions) {
  return {
    ...(input === undefined ? {} : { input }),
    ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  };
}
