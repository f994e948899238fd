import type { Experiment, Observations } from "../contract.ts";
import { imagesOf } from "../deployment.ts";
import { baseImageOf, contentsOf, packagesBeyond } from "../instruments/packages.ts";
import type { Subject, Tools } from "../tools.ts";
import { layersOf, layerSums } from "./image/layers.ts";
import { slimOf } from "./image/slim.ts";

export const image: Experiment = {
  name: "image",
  title: "Images",
  question: "How large are the images, what do they share, and how much of them do the services never open?",
  method:
    "Layers and their sizes as Docker reports them, for all images of the approach together; shared means layers of the base image. Packages, setuid files and programs in the usual folders are counted inside the images; of several images the one with most programs counts. Slim, once per run: strace follows containers with the same settings from their first program until 3 s after the entry answers. From just the files that they opened or inspected, images without a base are built, and the entry must answer from those too. A file in several images counts once.",
  excludes:
    "Compression in a registry; files that a service opens only in other circumstances; health checks and control programs, which the slim images lack.",
  kind: "categorical",
  about: ["entry"],
  besideOthers: true,
  begins: "resumed",
  figures: {
    images: { title: "images", unit: "count", better: "lower" },
    total: { title: "all layers, each counted once", unit: "bytes", better: "lower" },
    shared: { title: "layers of the base image", unit: "bytes", better: "none" },
    unique: { title: "layers that the base image does not have", unit: "bytes", better: "lower" },
    sum: { title: "sizes of the images added up, shared layers counted in each", unit: "bytes", better: "none" },
    layers: { title: "layers", unit: "count", better: "none" },
    packages: { title: "packages that the base image does not have", unit: "count", better: "lower" },
    setuid: { title: "setuid and setgid files", unit: "count", better: "lower" },
    programs: { title: "programs in an image", unit: "count", better: "lower" },
    shell: { title: "an image has a shell", unit: "yes-no", better: "no" },
    slim: { title: "files that are opened", unit: "bytes", better: "lower" },
    slimRatio: { title: "files that are opened, of the total", unit: "ratio", counted: true, better: "lower" },
  },
  run,
  elsewhere:
    "Docker builds the images of every system, so their layers and files are those of the same services on Docker; a root file system that a system unpacks from them has no layers.",
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
  const programs = Math.max(...contents.map((one) => one.programs.length));
  const shell = contents.some((one) => one.programs.some((path) => /\/(?:ba|da|a|z|k)?sh$/.test(path)));
  const slim = await slimOf(subject, tools);
  const missing: Record<string, string> = {};
  if (packages === undefined) missing.packages = "The images have no package database for dpkg-query.";
  if ("reason" in slim) missing.slim = missing.slimRatio = slim.reason;
  return {
    values: {
      ...{ images: names.length, total, shared, unique, sum, layers, setuid: setuid.length, programs, shell },
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
