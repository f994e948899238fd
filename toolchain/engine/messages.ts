import { userInfo } from "node:os";
import type { Endpoint } from "../../docker/endpoint.ts";
import { UserError } from "../../errors/user-error.ts";

/** No daemon answers at the user's endpoint, and setup cannot or must not start one. */
export function notReachable(endpoint: Endpoint, reason: string): UserError {
  const found = `No Docker daemon answers at ${endpoint.host} (${origins[endpoint.source](endpoint)}): ${reason}.`;
  if (endpoint.source !== "default") {
    return new UserError({ found, remedy: chosenRemedies[endpoint.source] });
  }
  return new UserError({
    found,
    allowed:
      "Docker Engine 20.10 or newer, local or remote; as root on Debian or Ubuntu, setup installs and starts it itself",
    remedy:
      "start Docker (systemctl start docker, Docker Desktop, colima start), install it (docs.docker.com/engine/install; " +
      "rootless: dockerd-rootless-setuptool.sh install), or name a daemon with DOCKER_HOST or docker context use.",
  });
}

/** The daemon runs, but this user may not use it. */
export function permissionDenied(endpoint: Endpoint, reason: string): UserError {
  return new UserError({
    found: `User ${userInfo().username} may not use the Docker daemon at ${endpoint.host}: ${reason}.`,
    remedy:
      "join the socket's group and log in again (sudo usermod -aG docker $USER), run as root, or use rootless Docker " +
      "(DOCKER_HOST=unix://$XDG_RUNTIME_DIR/docker.sock).",
  });
}

const origins: Readonly<Record<Endpoint["source"], (endpoint: Endpoint) => string>> = {
  DOCKER_HOST: () => "from DOCKER_HOST",
  context: ({ context }) => `from the docker context ${context ?? ""}`,
  default: () => "the default socket",
};

const chosenRemedies = {
  DOCKER_HOST: "start that daemon, correct DOCKER_HOST, or unset it to use the default socket.",
  context: "start that daemon, or choose another context (docker context ls, docker context use NAME).",
} as const;
