import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A proxy that reaches nothing and remembers what it was asked for. */
export interface RecordingProxy {
  /** As HTTP_PROXY and its like take it. */
  readonly address: string;
  /** `METHOD target` of every request so far, in order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** Starts one on this host's loopback, at a free port. */
export async function recordingProxy(): Promise<RecordingProxy> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method ?? ""} ${request.url ?? ""}`);
    response.writeHead(502).end();
  });
  server.on("connect", (request, socket) => {
    requests.push(`CONNECT ${request.url ?? ""}`);
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Variables of a shell that uses a proxy for everything, as offices set them: both spellings, and no exceptions. */
export function proxied(address: string): NodeJS.ProcessEnv {
  const names = ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"];
  const without = { NO_PROXY: undefined, no_proxy: undefined, no_grpc_proxy: undefined };
  return { ...Object.fromEntries(names.map((name) => [name, address])), ...without };
}
