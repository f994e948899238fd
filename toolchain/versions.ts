/** A half-open range of versions: from `min` on, below `below`. */
export interface VersionRange {
  readonly min: string;
  readonly below: string;
}

/** Every version that this project pins, apart from npm packages (package-lock.json), Go modules (go/) and the oldest Docker (docker/oldest-api.ts). */
export const versions = {
  pulumi: {
    /** Which of the user's own Pulumi serves. */
    accepted: { min: "3.248.0", below: "4.0.0" },
    /** Which one is downloaded or built. */
    pinned: "3.259.0",
    plugins: [
      { name: "docker", version: "5.2.0" },
      { name: "command", version: "1.2.1" },
    ],
  },
  debian: { suite: "bookworm" },
} as const satisfies {
  readonly pulumi: {
    readonly accepted: VersionRange;
    readonly pinned: string;
    readonly plugins: readonly PluginVersion[];
  };
  readonly debian: { readonly suite: string };
};

/** A provider plugin and the release of it that the npm packages ask for. */
export interface PluginVersion {
  readonly name: string;
  readonly version: string;
}
