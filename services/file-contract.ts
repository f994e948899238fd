/** A file in the workload's folder. */
export interface FileSource {
  /** Path relative to the workload's folder. */
  readonly source: string;
  /** Absolute path in the container. */
  readonly path: string;
  /** Permission bits, such as 0o644. A file that not every user may read belongs to the service, all others to root. */
  readonly mode: number;
}

/** A file with its content. */
export interface ServiceFile extends Omit<FileSource, "source"> {
  readonly content: FileContent;
}

/** UTF-8 text as text, which people can read and compare; any other bytes in base64. */
export type FileContent = string | { readonly base64: string };

/** Configuration: mounted read-only; `up` replaces it and restarts the service, without a new image. */
export interface ConfigSource {
  /** File or folder relative to the workload's folder. */
  readonly source: string;
  /** Absolute path of that file or folder in the container. */
  readonly path: string;
}

/** Configuration with its content. */
export interface Config {
  /** Absolute path in the container. */
  readonly path: string;
  /** By path relative to `path`; a single file has the empty path. */
  readonly files: readonly { readonly path: string; readonly base64: string }[];
}

/** `ConfigSource` in a definition, `Config` after loading. */
export type ConfigOf<File> = File extends ServiceFile ? Config : ConfigSource;
