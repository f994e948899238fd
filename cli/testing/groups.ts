/** Groups of post-deploy tests in the order in which they run. The last one leaves the deployment broken. */
export const groups = [
  "outputs",
  "own",
  "definition",
  "files",
  "hardening",
  "isolation",
  "supervision",
  "completion",
  "unhealthy",
  "stopping",
  "secrets",
  "configs",
  "replicas",
  "builders",
  "mending",
  "changes",
  "volumes",
  "crash",
] as const;

export type Group = (typeof groups)[number];
