import { join } from "node:path";
import { prepare } from "../../../../cli/stack/prepare.ts";
import type { DockerClient } from "../../../../docker/client.ts";
import { engineApiOf, type EngineApi } from "../../../../docker/engine-api.ts";
import { containerToolsFor } from "../../../../lab/harness/containers.ts";
import { openHostProbe, type ProbeSource } from "../../../../lab/harness/host-probe.ts";
import { startLoad } from "../../../../lab/harness/load.ts";
import { probeImage } from "../../../../lab/harness/probe-image.ts";
import { labInstance } from "../../../../lab/harness/project.ts";
import type { HostProbe, Tools } from "../../../../lab/tools.ts";
import { labelPrefix } from "../../../../stacks/rendering/labels.ts";
import { defaultStack } from "../../../../stacks/stack-names.ts";
import { projectRoot } from "../../../../toolchain/environment.ts";
import { freePort } from "../../../support/free-port.ts";

/** What the tests of faults work with: the lab's own probes, and containers with its labels. */
export interface Bench {
  readonly docker: DockerClient;
  readonly api: EngineApi;
  readonly host: HostProbe;
  /** Starts a container from the probes' image. @returns its name */
  run(name: string, options: readonly string[], ...command: readonly string[]): Promise<string>;
  /** A server in a container that Docker restarts, and the tools to observe it. */
  entry(): Promise<Entry>;
  /** Removes containers that were run under these names, if they exist. */
  remove(...names: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export interface Entry {
  readonly container: string;
  readonly command: readonly string[];
  readonly target: string;
  readonly tools: Pick<Tools, "load" | "host" | "containers" | "signal">;
}

/** Answers each GET with 200, a thread for each connection. Its backlog holds what comes while it is paused. */
const server = `
import http.server, socketserver
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.send_header("Content-Length", "2"); self.end_headers(); self.wfile.write(b"ok")
    def log_message(self, *_): pass
class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True; daemon_threads = True; request_queue_size = 1024
Server(("", 8080), Answer).serve_forever()
`;

export async function openBench(): Promise<Bench> {
  const { docker, toolchain } = await prepare(defaultStack, undefined);
  const signal = new AbortController().signal;
  const instance = labInstance(projectRoot);
  const labels = [`instance=${instance}`, "stack=faults"].flatMap((label) => ["--label", `${labelPrefix}.${label}`]);
  const folder = join(projectRoot, ".state/lab/probe-of-faults");
  const image = await probeImage(docker, toolchain.baseImage?.name ?? "", folder, signal);
  const source: ProbeSource = { docker, image, labels };
  const api = engineApiOf(docker);
  const made: string[] = [];
  const name = (short: string) => `ca-${instance}-faults-${short}`;
  const remove: Bench["remove"] = async (...names) => {
    if (names.length > 0) await docker.run(["rm", "--force", "--volumes", ...names.map(name)]);
  };
  made.push("probe");
  const host = await openHostProbe(source, name("probe"), signal);
  const run: Bench["run"] = async (short, options, ...command) => {
    made.push(short);
    await docker.run(["run", "--detach", "--init", "--name", name(short), ...labels, ...options, image, ...command]);
    return name(short);
  };
  const entry = async (): Promise<Entry> => {
    const command = ["python3", "-c", server];
    const port = await freePort();
    const container = await run("entry", ["--restart", "always", "--publish", `127.0.0.1:${port}:8080`], ...command);
    const target = `127.0.0.1:${port}`;
    const outputs = {
      containers: { [container]: { system: "docker", control: "false" } },
      entry: { scheme: "http", address: "127.0.0.1", port, url: `http://${target}` },
    } as const;
    const containers = containerToolsFor(api, host, outputs, signal);
    await containers.untilAnswer();
    const load: Tools["load"] = ({ target: to = target, ...request }) =>
      startLoad(source, { ...request, target: to }, signal);
    return { container, command, target, tools: { load, host, containers, signal } };
  };
  const close = async () => {
    await remove(...new Set(made));
    api.close();
  };
  return { docker, api, host, run, entry, remove, close };
}
