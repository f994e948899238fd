import type { Tools } from "../../tools.ts";

interface Inspected {
  readonly GraphDriver?: {
    readonly Data?: { readonly UpperDir?: string; readonly LowerDir?: string } | null;
  } | null;
}

/** Folders of Docker's host that hold the layers of images; none if Docker's storage driver has no folder for each. */
export async function dockersFolders(
  { api }: Pick<Tools, "api">,
  images: readonly string[],
): Promise<readonly string[]> {
  const found = await Promise.all(images.map((image) => api.call("GET", `/images/${image}/json`)));
  return (found as readonly Inspected[]).flatMap(({ GraphDriver }) => {
    const { UpperDir = "", LowerDir = "" } = GraphDriver?.Data ?? {};
    return [UpperDir, ...LowerDir.split(":")].filter((path) => path !== "");
  });
}
