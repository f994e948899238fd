import type { Service } from "../../services/contract.ts";
import type { ContextFile } from "../contract.ts";
import { checkPath, checkScript } from "./checks.ts";
import { throughSecrets, withSecretsProgram } from "./with-secrets.ts";

/** Folder in the build context that mirrors the container's root, so that one COPY brings every file of an image. */
export const rootFolder = "rootfs";

/** The files of services that are in one image. Services that bring the same file, with the same content, share it. */
export function filesTogether(services: readonly Service[]): readonly ContextFile[] {
  return [...new Map(services.flatMap(serviceFiles).map((file) => [file.path, file] as const)).values()];
}

/** A service's files, its check script and the program that fills its variables, for the build context. */
export function serviceFiles(service: Service): ContextFile[] {
  const check = { path: checkPath(service), content: checkScript(service), mode: 0o755 };
  const filling = throughSecrets(service).map((path) => ({ path, ...withSecretsProgram(service) }));
  return [...service.files, check, ...filling].map(({ path, content, mode }) => ({
    path: `${rootFolder}${path}`,
    content,
    mode,
  }));
}
