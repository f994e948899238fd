import { labelPrefix } from "../../rendering/labels.ts";

/** Label with the published port, which is also there while the container is stopped. */
export const portLabel = `${labelPrefix}.port`;
