import type { Experiment } from "../contract.ts";

export const image: Experiment = {
  name: "image",
  title: "Images",
  question: "How large are the images, what do they share, and what is in them that the services never open?",
  method:
    "Layers and their sizes as the engine reports them, for all images of the approach together; shared is what the base image has already. Packages and setuid files are counted inside. Slim: the services run under a trace of opened files until they answer; an image of those files alone is made and must answer too.",
  excludes: "Compression of a registry; files that a service would open only in circumstances that did not occur.",
  kind: "categorical",
  workload: "hello",
  besideOthers: true,
  figures: {
    images: { title: "images", unit: "count", better: "lower" },
    total: { title: "all layers, each counted once", unit: "bytes", better: "lower" },
    shared: { title: "of these, layers of the base image", unit: "bytes", better: "none" },
    unique: { title: "layers that only this approach has", unit: "bytes", better: "lower" },
    sum: { title: "sizes of the images added up, shared layers counted in each", unit: "bytes", better: "none" },
    layers: { title: "layers", unit: "count", better: "none" },
    packages: { title: "packages beyond the base image's", unit: "count", better: "lower" },
    setuid: { title: "setuid and setgid files", unit: "count", better: "lower" },
    slim: { title: "left when everything is removed that is not opened", unit: "bytes", better: "lower" },
    slimRatio: { title: "that, of the total", unit: "ratio", better: "lower" },
  },
  run() {
    return Promise.reject(new Error("not written yet"));
  },
};
