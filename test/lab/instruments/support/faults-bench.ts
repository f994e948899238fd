import type { Tools } from "../../../../lab/tools.ts";
import { freePort } from "../../../support/free-port.ts";
import type { Bench } from "../bench.ts";

/** A server in a container that Docker restarts, and the tools to observe it. */
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

/** Starts an entry, and waits until it answers. */
export async function entryOn(bench: Bench): Promise<Entry> {
  const command = ["python3", "-c", server];
  const port = await freePort();
  const target = `127.0.0.1:${port}`;
  const words = ["run", "--detach", "--init", "--restart", "always", "--publish", `${target}:8080`];
  const container = await bench.make(words, ...command);
  const containers = bench.served(container, port);
  await containers.untilAnswer();
  const loadOn: Tools["load"] = ({ target: to = target, ...request }) => bench.load({ ...request, target: to });
  return { container, command, target, tools: { load: loadOn, host: bench.host, containers, signal: bench.signal } };
}
