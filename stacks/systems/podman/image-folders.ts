import type { PodmanClient } from "./client.ts";

interface Inspected {
  readonly GraphDriver?: { readonly Data?: { readonly UpperDir?: string; readonly LowerDir?: string } };
}

/** Folders of the layers of images. @param references of images that podman has */
export async function imageFolders(podman: PodmanClient, references: readonly string[]): Promise<readonly string[]> {
  const text = await podman.run(["image", "inspect", ...references]);
  return (JSON.parse(text) as readonly Inspected[]).flatMap(({ GraphDriver }) => {
    const { UpperDir = "", LowerDir = "" } = GraphDriver?.Data ?? {};
    return [UpperDir, ...LowerDir.split(":")].filter((path) => path !== "");
  });
}
