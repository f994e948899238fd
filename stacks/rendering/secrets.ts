import type { Service } from "../../services/contract.ts";
import type { DeliveredFile, DeliveredMount } from "../container-plan.ts";

/** Folder in a container that has the secrets of its services, a file each. */
const secretsFolder = "/run/secrets";

/** The secrets of the services of one container, as a mount; none if they have none. @param name of the mount */
export function secretMounts(services: readonly Service[], name: string): DeliveredMount[] {
  const files = services.flatMap(filesOf);
  return files.length === 0 ? [] : [{ kind: "delivered", name, path: secretsFolder, storage: "memory", files }];
}

function filesOf({ name: reader, user: owner, secrets = {} }: Service): DeliveredFile[] {
  return Object.entries(secrets).map(([secret, { file = secret }]) => ({
    path: file,
    owner,
    mode: 0o400,
    content: { secret },
    reader,
  }));
}

/** A variable of a service, and the file that it is filled from. */
export interface SecretVariable {
  readonly variable: string;
  /** Absolute path in the container. */
  readonly file: string;
  readonly secret: string;
}

/** The variables that are filled from secrets when the service's program starts. */
export function secretVariables({ secrets = {} }: Pick<Service, "secrets">): SecretVariable[] {
  return Object.entries(secrets).flatMap(([secret, { file = secret, variable }]) =>
    variable === undefined ? [] : [{ variable, file: `${secretsFolder}/${file}`, secret }],
  );
}
