/** Base images to pull, in order of preference. */
export const preferredBaseImages = ["ubuntu:22.04"] as const;
