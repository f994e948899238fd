import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Endpoint, Tls } from "../../../docker/endpoint.ts";
import { UserError } from "../../../errors/user-error.ts";

/**
 * The provider with an explicit daemon, so that it and the docker command line always use the same. It is never told of a context: it would
 * look for it below the home folder only, and leave out its certificates.
 */
export function dockerProvider({ host, tls }: Endpoint): docker.Provider {
  const args = { host, ...(tls === undefined ? {} : certificates(tls)) };
  return new docker.Provider("engine", process.env.DOCKER_CONTEXT ? { ...args, context: "" } : args);
}

/** Whether the provider's own builder reaches a daemon. BuildKit's client takes certificates from a context only. */
export function reachedByBuildKit({ tls }: Endpoint): boolean {
  return tls === undefined;
}

function certificates({ folder, verify }: Tls): docker.ProviderArgs {
  if (verify) return { certPath: folder };
  // Without the authority's certificate, the provider does not check the daemon's.
  return {
    certMaterial: pulumi.secret(read(folder, "cert.pem")),
    keyMaterial: pulumi.secret(read(folder, "key.pem")),
  };
}

function read(folder: string, name: string): string {
  const file = join(folder, name);
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError({
      found: `The certificates of the Docker daemon cannot be read: ${error instanceof Error ? error.message : file}.`,
      allowed: "a folder with ca.pem, cert.pem and key.pem",
      remedy: "correct DOCKER_CERT_PATH, or the docker context (docker context inspect)",
    });
  }
}
