import * as docker from "@pulumi/docker";
import type { Endpoint } from "../../../docker/endpoint.ts";

/** The provider with an explicit daemon, so that it and the docker command line always use the same. */
export function dockerProvider({ host, context }: Endpoint): docker.Provider {
  return new docker.Provider("engine", context === undefined ? { host } : { context });
}
