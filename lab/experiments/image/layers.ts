import type { Tools } from "../../tools.ts";

/** A layer: the hash of its content, and its unpacked size in bytes. */
export interface Layer {
  readonly id: string;
  readonly bytes: number;
}

export interface ImageLayers {
  readonly image: string;
  readonly layers: readonly Layer[];
  /** Size of the image as Docker reports it. */
  readonly bytes: number;
}

interface Step {
  readonly CreatedBy: string;
  readonly Size: number;
}

/** Instructions that change only the image's settings and create no layer. */
const settingsOnly =
  /^(?:\/bin\/sh -c #\(nop\)\s+)?(?:CMD|LABEL|ENV|EXPOSE|USER|STOPSIGNAL|ENTRYPOINT|VOLUME|ARG|HEALTHCHECK|SHELL|ONBUILD|MAINTAINER)\b/;

/**
 * Gives each layer the size of the build step that created it.
 * @param ids of the layers, the lowest first
 * @param history steps, the newest first, as Docker lists them
 * @returns undefined if the history does not tell which steps created layers
 */
export function joinLayers(ids: readonly string[], history: readonly Step[]): Layer[] | undefined {
  const steps = history.toReversed();
  const choices = [
    steps.filter(({ Size }) => Size > 0),
    steps.filter(({ CreatedBy, Size }) => Size > 0 || !settingsOnly.test(CreatedBy)),
  ];
  const made = choices.find(({ length }) => length === ids.length);
  return made?.map(({ Size }, index) => ({ id: ids[index] ?? "", bytes: Size }));
}

/** An image's layers with their sizes. @throws if Docker's history does not tell them */
export async function layersOf({ api }: Pick<Tools, "api">, image: string): Promise<ImageLayers> {
  const inspected = (await api.call("GET", `/images/${image}/json`)) as {
    readonly Size: number;
    readonly RootFS: { readonly Layers: readonly string[] };
  };
  const history = (await api.call("GET", `/images/${image}/history`)) as readonly Step[];
  const layers = joinLayers(inspected.RootFS.Layers, history);
  if (layers === undefined) throw new Error(`the history of ${image} does not tell the sizes of its layers`);
  return { image, layers, bytes: inspected.Size };
}

/** Sums over several images, in bytes. */
export interface LayerSums {
  /** Every layer counted once. */
  readonly total: number;
  /** Layers of the base image. */
  readonly shared: number;
  readonly unique: number;
  /** Every image in full, shared layers counted in each. */
  readonly sum: number;
  readonly layers: number;
}

export function layerSums(images: readonly ImageLayers[], base: ImageLayers): LayerSums {
  const distinct = new Map(images.flatMap(({ layers }) => layers.map((layer) => [layer.id, layer.bytes])));
  const basic = new Set(base.layers.map(({ id }) => id));
  const add = (entries: Iterable<readonly [string, number]>) =>
    [...entries].reduce((total, [, bytes]) => total + bytes, 0);
  const total = add(distinct);
  const shared = add([...distinct].filter(([id]) => basic.has(id)));
  const sum = images.reduce((all, { layers }) => all + layers.reduce((one, { bytes }) => one + bytes, 0), 0);
  return { total, shared, unique: total - shared, sum, layers: distinct.size };
}
