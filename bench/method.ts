/** How the figures come about, for whoever judges them. */
export const method: readonly string[] = [
  "Every tool deploys the same rendering of the approach separate: the same build contexts, base image, networks, limits, health checks and restart policy.",
  "Each round runs every tool once, up, up again, down; each round begins with another one. A first cycle of each is not counted: images are warm, that is the base image and all layers are in the engine's build cache.",
  "up ends when the command has ended, the published port answers 200 and both containers are healthy by the engine's word; looked at every 50 ms.",
  "Pulumi and docker compose both remove the images that they built when they remove the rest (compose: down --volumes --rmi all), and build them again at the next up, both with BuildKit. 'Images kept' is compose without --rmi.",
  "Pulumi runs with --skip-preview, as npm run up does; with preview is stated apart. Targets are for the ratio of the medians of Pulumi and docker compose.",
  "The floor makes the same engine API calls directly over the socket, side by side where the engine allows it. Its images are there already: its up builds nothing and its destroy removes none.",
  "A no-op that replaces a container and a destroy that leaves anything end the benchmark with an error. A missed target does not.",
];
