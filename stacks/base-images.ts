/** Base images that are pulled where they can be, best first: the research that this project follows used the first. */
export const preferredBaseImages = ["ubuntu:22.04"] as const;
