import { execa } from "execa";
import { request } from "node:http";
import type { Endpoint } from "../../docker/endpoint.ts";
import { acceptedApi, servesApi } from "../../docker/oldest-api.ts";
import { reasonIn } from "../../docker/reason.ts";
import { UserError } from "../../errors/user-error.ts";

const answerTimeoutMs = 5_000;

/** What a daemon says about itself, or why it says nothing. */
export type Probe =
  | { readonly status: "answers"; readonly version: string; readonly apiVersion: string }
  | { readonly status: "absent"; readonly reason: string }
  | { readonly status: "forbidden"; readonly reason: string };

/** Asks the daemon for its version: directly at a local socket, else through the docker command line. */
export async function probeEngine(endpoint: Endpoint, timeoutMs: number = answerTimeoutMs): Promise<Probe> {
  return endpoint.host.startsWith("unix://")
    ? probeSocket(endpoint.host.slice("unix://".length), timeoutMs)
    : probeRemote(endpoint, timeoutMs);
}

/** Refuses a daemon whose API lacks what deployments use. */
export function requireApi(endpoint: Endpoint, probe: Extract<Probe, { status: "answers" }>): void {
  if (servesApi(probe.apiVersion)) return;
  throw new UserError({
    found: `The Docker daemon at ${endpoint.host} is too old: version ${probe.version}, API ${probe.apiVersion}.`,
    allowed: acceptedApi,
    remedy: "upgrade Docker, or name another daemon with DOCKER_HOST or docker context use.",
  });
}

async function probeSocket(socketPath: string, timeoutMs: number): Promise<Probe> {
  try {
    const ping = await get(socketPath, "/_ping", timeoutMs);
    const version = await get(socketPath, "/version", timeoutMs);
    const described = version.body.startsWith("{") ? (JSON.parse(version.body) as { Version?: string }) : {};
    return { status: "answers", version: described.Version ?? "unknown", apiVersion: ping.apiVersion };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EACCES" || code === "EPERM") return { status: "forbidden", reason: message };
    return { status: "absent", reason: reasons[code ?? ""] ?? message };
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no socket",
  ECONNREFUSED: "nothing listens at its socket",
};

async function get(socketPath: string, path: string, timeoutMs: number): Promise<{ body: string; apiVersion: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, path, timeout: timeoutMs, agent: false }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (body += chunk));
      response.on("error", reject);
      response.on("end", () => {
        const header = response.headers["api-version"];
        resolve({ body, apiVersion: typeof header === "string" ? header : "0" });
      });
    });
    asked.on("timeout", () => asked.destroy(new Error(`it did not answer within ${timeoutMs / 1000} s`)));
    asked.on("error", reject);
    asked.end();
  });
}

async function probeRemote(endpoint: Endpoint, timeoutMs: number): Promise<Probe> {
  const where = endpoint.context === undefined ? ["--host", endpoint.host] : ["--context", endpoint.context];
  const result = await execa(
    "docker",
    [...where, "version", "--format", "{{.Server.Version}} {{.Server.APIVersion}}"],
    {
      reject: false,
      timeout: timeoutMs,
    },
  );
  if (result.failed) {
    const last = reasonIn(result.stderr);
    const reason = last === "" ? "it did not answer" : last;
    return { status: /permission denied/i.test(reason) ? "forbidden" : "absent", reason };
  }
  const [version = "unknown", apiVersion = "0"] = result.stdout.split(" ");
  return { status: "answers", version, apiVersion };
}
