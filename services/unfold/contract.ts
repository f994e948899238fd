/** The files of an image, as a program in it would find them. */
export interface ImageFiles {
  /** Text of a file; undefined if there is none, or it is no text. Links are followed. */
  read(path: string): string | undefined;
  /** Names in a folder, sorted; none if there is no such folder. Links are followed. */
  list(path: string): readonly string[];
  /** Where a path leads when its links are followed; undefined if nothing is there. */
  resolve(path: string): string | undefined;
  /** Whether it is a file that can be executed. */
  isProgram(path: string): boolean;
}

/** What an image says of itself. */
export interface ImageConfig {
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly user: string;
  readonly workingDirectory: string;
  /** Such as `80/tcp`. */
  readonly exposed: readonly string[];
  /** Paths of volumes. */
  readonly volumes: readonly string[];
  readonly stopSignal: string;
}

/** What a container that is watched has mounted. */
export interface WatchedMounts {
  /** Path to options, as mount(8) takes them. */
  readonly tmpfs: Readonly<Record<string, string>>;
  readonly mounts: readonly {
    readonly type: string;
    readonly name?: string;
    readonly source: string;
    readonly path: string;
    readonly readOnly: boolean;
  }[];
}

/** Where something was read: a path in the image, and a line if there is one. */
export interface Evidence {
  readonly path: string;
  /** From 1. */
  readonly line?: number;
}

/** A program that a supervisor runs. */
export interface Program {
  /** As the supervisor calls it. */
  readonly name: string;
  readonly from: Evidence;
  /** Words; a text is for a shell. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Name or number, perhaps with a group. @default the image's, or root */
  readonly user?: string;
  readonly directory?: string;
  /** `completes`: it runs once, and those that come after it wait for it. */
  readonly kind: "runs" | "completes";
  readonly restart: "always" | "on-failure" | "never";
  readonly stopSignal?: string;
  readonly stopGraceSeconds?: number;
  /** Names of programs that have to have started, or completed, before. */
  readonly after: readonly string[];
  readonly copies: number;
  /** What a person has to decide or to look at. */
  readonly todos: readonly Todo[];
}

/** Something that cannot be known from the files. */
export interface Todo {
  readonly text: string;
  readonly from: Evidence;
}

/** What was found in an image. */
export interface Found {
  /** What runs the programs, for people: such as `supervisord`. */
  readonly supervisor: string;
  readonly programs: readonly Program[];
  /** About all of it. */
  readonly todos: readonly Todo[];
}

/** Reads the configuration of one kind of supervisor. @returns undefined if the image does not start it */
export type Reader = (files: ImageFiles, config: ImageConfig) => Found | undefined;
