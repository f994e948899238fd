import type { Rendering } from "../contract.ts";
import type { PublishedPort } from "../deployment-plan.ts";

/** The container of a rendering that publishes the entry, and the entry's port in it. */
export function publisherIn({ containers }: Rendering): Pick<PublishedPort, "container" | "internal"> {
  for (const { name, attachments } of containers) {
    if (attachments.publishes !== undefined) return { container: name, internal: attachments.publishes };
  }
  throw new Error("the rendering publishes no port");
}
