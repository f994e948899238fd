import type { Service } from "../../services/contract.ts";
import type { DeliveredFile, DeliveredMount } from "../container-plan.ts";

/** Folder in a container that has the configuration of its services. The images have links to it. */
const configFolder = "/opt/container-approaches/config";

/** The configuration of the services of one container, as a mount; none if they have none. @param name of the mount */
export function configMounts(services: readonly Service[], name: string): DeliveredMount[] {
  const files = services.flatMap(filesOf);
  return files.length === 0 ? [] : [{ kind: "delivered", name, path: configFolder, storage: "disk", files }];
}

/** Every service can read them and none can write them, as those in an image. */
function filesOf(service: Service): DeliveredFile[] {
  return (service.configs ?? []).flatMap(({ files }, index) =>
    files.map(({ path, base64 }) => ({
      path: path === "" ? entryOf(service, index) : `${entryOf(service, index)}/${path}`,
      owner: { uid: 0, gid: 0 },
      mode: 0o444,
      content: { base64 },
      reader: service.name,
    })),
  );
}

/** Name in the mount of the file or folder that is one configuration of a service. */
function entryOf({ name }: Service, index: number): string {
  return `${name}-${index}`;
}

/** Instructions of a Dockerfile that put a link where each service expects its configuration. They run as root. */
export function configLinks(services: readonly Service[]): string[] {
  const links = services.flatMap((service) =>
    (service.configs ?? []).map(({ path }, index) => [path, `${configFolder}/${entryOf(service, index)}`] as const),
  );
  const script = 'rm -rf -- "$1" && mkdir -p -- "$(dirname -- "$1")" && ln -s -- "$2" "$1"';
  return links.map(([path, target]) => `RUN ${JSON.stringify(["/bin/sh", "-c", script, "link", path, target])}`);
}
