import { ComposeFault } from "../compose/fault.ts";
import { get, type MapTree } from "../compose/tree.ts";
import type { ForeignBuild, ForeignImage } from "./contract.ts";
import { defined, mapping, text } from "./values.ts";

/** Where the image of a service comes from. @throws ComposeFault if nothing says so */
export function imageOf(service: MapTree): ForeignImage {
  const reference = text(service, "image");
  const build = get(service, "build");
  const policy = text(service, "pull_policy");
  if (build?.kind === "map" && policy !== "always") {
    return { kind: "build", build: buildOf(build), ...(reference === undefined ? {} : { reference }) };
  }
  if (reference === undefined) throw new ComposeFault(service.at, "the service has no image", "image, or build");
  const pull = policy === "always" || policy === "never" ? policy : "missing";
  return { kind: "reference", reference, pull };
}

function buildOf(build: MapTree): ForeignBuild {
  return {
    context: text(build, "context") ?? ".",
    args: mapping(build, "args"),
    labels: mapping(build, "labels"),
    contexts: mapping(build, "additional_contexts"),
    ...defined({
      dockerfile: text(build, "dockerfile"),
      inline: text(build, "dockerfile_inline"),
      target: text(build, "target"),
    }),
  };
}
