import type { DockerClient } from "../../docker/client.ts";
import type { Deployed } from "./deployed.ts";

/** A deployment on Docker, for tests that are about Docker alone. */
export interface OnDocker extends Deployed {
  readonly docker: DockerClient;
}
