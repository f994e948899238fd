import { createServer } from "node:http";

/** Listens at a socket and answers as a Docker daemon with this API version does. @returns how to end it */
export async function fakeEngine(socket: string, apiVersion: string): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    response.setHeader("Api-Version", apiVersion);
    response.end(request.url === "/version" ? JSON.stringify({ Version: "1.18.0", ApiVersion: apiVersion }) : "OK");
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return () =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => {
        resolve();
      });
    });
}
