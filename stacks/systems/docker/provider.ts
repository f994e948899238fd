import * as docker from "@pulumi/docker";
import type { Endpoint } from "../../../docker/endpoint.ts";

/** The provider, told explicitly which engine to talk to, so that it and the docker command line never differ. */
export function dockerProvider({ host, context }: Endpoint): docker.Provider {
  return new docker.Provider("engine", context === undefined ? { host } : { context });
}
