import { spawn } from "node:child_process";
import { Agent, request, type RequestOptions } from "node:http";
import { Duplex } from "node:stream";
import type { DockerClient } from "./client.ts";
import { commonApi } from "./oldest-api.ts";

/** The Docker daemon refused a call. */
export class EngineRefusal extends Error {
  override readonly name = "EngineRefusal";
  readonly status: number;

  constructor(call: string, status: number, body: string) {
    super(`${call} answered ${status}: ${body.trim()}`);
    this.status = status;
  }
}

/** Calls of the Engine API, over HTTP. */
export interface EngineApi {
  /** @returns the parsed answer; undefined if it has no body @throws EngineRefusal for a status of 400 or more */
  call(method: "GET" | "POST" | "DELETE", path: string, body?: unknown): Promise<unknown>;
  close(): void;
}

type Send = (method: string, path: string, body?: unknown) => Promise<unknown>;

/** Calls in the oldest version that both sides speak, which the first call asks for: the newest daemons have dropped 1.41. */
function versioned(sending: Send): EngineApi["call"] {
  let asked: Promise<string> | undefined;
  const prefix = async () => {
    const { MinAPIVersion = "" } = (await sending("GET", "/version")) as { readonly MinAPIVersion?: string };
    return `/v${commonApi(MinAPIVersion)}`;
  };
  return async (method, path, body) => {
    asked ??= prefix().catch((error: unknown) => {
      asked = undefined;
      throw error;
    });
    return sending(method, `${await asked}${path}`, body);
  };
}

/** @param socket path of the daemon's local socket */
export function engineApi(socket: string): EngineApi {
  const agent = new Agent({ keepAlive: true });
  return {
    call: versioned((method, path, body) => send({ agent, socketPath: socket }, method, path, body)),
    close() {
      agent.destroy();
    },
  };
}

/** The Engine API of a client's daemon: over its socket if it is local, else through the docker command line. */
export function engineApiOf(docker: DockerClient): EngineApi {
  const { host } = docker.endpoint;
  if (host.startsWith("unix://")) return engineApi(host.slice("unix://".length));
  const [command = "docker", ...words] = docker.argv;
  return {
    call: versioned((method, path, body) => {
      const dial = spawn(command, [...words, "system", "dial-stdio"], { stdio: ["pipe", "pipe", "ignore"] });
      const connection = Duplex.from({ writable: dial.stdin, readable: dial.stdout });
      const options = { agent: false, createConnection: () => connection } as unknown as RequestOptions;
      return send(options, method, path, body).finally(() => dial.kill());
    }),
    close: () => undefined,
  };
}

function send(connection: RequestOptions, method: string, path: string, body: unknown): Promise<unknown> {
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const headers =
    payload === undefined
      ? {}
      : { "Content-Type": "application/json", "Content-Length": String(Buffer.byteLength(payload)) };
  return new Promise((resolve, reject) => {
    const sent = request({ ...connection, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        const status = response.statusCode ?? 0;
        if (status >= 400) reject(new EngineRefusal(`${method} ${path}`, status, text));
        else resolve(text === "" ? undefined : JSON.parse(text));
      });
    });
    sent.on("error", reject);
    sent.end(payload);
  });
}
