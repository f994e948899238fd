import type { Experiment, Observations } from "../contract.ts";
import { imagesOf } from "../deployment.ts";
import { baseImageOf, contentsOf, packagesBeyond } from "../instruments/packages.ts";
import type { Subject, Tools } from "../tools.ts";
import { layersOf, layerSums } from "./image/layers.ts";
import { slimOf } from "./image/slim.ts";

export const image: Experiment = {
  name: "image",
  title: "Images",
  question: "How large are the images, what do they share, and what is in them that the services never open?",
  method:
    "Layers and their sizes as the engine reports them, for all images of the approach together; shared is what the base image has already. Packages and setuid files are counted inside. Slim, once per run: containers with the same settings run under a trace from their first program until they answer and 3 s longer; images of just the files that were opened or looked at are made, without a base, and the entry must answer from them too. A file that several images have counts once.",
  excludes:
    "Compression of a registry; files that a service would open only in circumstances that did not occur; health checks and control programs, which the slim images lack.",
  kind: "categorical",
  about: ["entry"],
  besideOthers: true,
  begins: "resumed",
  figures: {
    images: { title: "images", unit: "count", better: "lower" },
    total: { title: "all layers, each counted once", unit: "bytes", better: "lower" },
    shared: { title: "of these, layers of the base image", unit: "bytes", better: "none" },
    unique: { title: "layers beyond the base image's", unit: "bytes", better: "lower" },
    sum: { title: "sizes of the images added up, shared layers counted in each", unit: "bytes", better: "none" },
    layers: { title: "layers", unit: "count", better: "none" },
    packages: { title: "packages beyond the base image's", unit: "count", better: "lower" },
    setuid: { title: "setuid and setgid files", unit: "count", better: "lower" },
    slim: { title: "left when everything is removed that is not opened", unit: "bytes", better: "lower" },
    slimRatio: { title: "that, of the total", unit: "ratio", better: "lower" },
  },
  run,
};

async function run(subject: Subject, tools: Tools): Promise<Observations> {
  const names = [...new Set(imagesOf(subject.deployment))];
  const baseName = await baseImageOf(subject);
  const base = await layersOf(tools, baseName);
  const images = await Promise.all(names.map((name) => layersOf(tools, name)));
  const { total, shared, unique, sum, layers } = layerSums(images, base);
  const baseContents = await contentsOf(tools, baseName);
  const contents = [];
  for (const name of names) contents.push(await contentsOf(tools, name));
  const packages = packagesBeyond(baseContents, contents);
  const setuid = [...new Set(contents.flatMap((one) => one.setuid))].sort();
  const slim = await slimOf(subject, tools);
  const missing: Record<string, string> = {};
  if (packages === undefined) missing.packages = "The images have no package database that dpkg-query can read.";
  if ("reason" in slim) missing.slim = missing.slimRatio = slim.reason;
  return {
    values: {
      ...{ images: names.length, total, shared, unique, sum, layers, setuid: setuid.length },
      ...(packages === undefined ? {} : { packages: packages.length }),
      ...("reason" in slim ? {} : { slim: slim.bytes, slimRatio: Math.round((1000 * slim.bytes) / total) / 1000 }),
    },
    missing,
    details: {
      images,
      setuid,
      ...(packages === undefined ? {} : { packages }),
      ...("reason" in slim ? {} : { slimFiles: slim.files }),
    },
  };
}
