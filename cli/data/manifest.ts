import { Ajv, type JSONSchemaType } from "ajv";

/** Version of backups that this release writes and reads. Raised when a release before it would misread them. */
export const backupVersion = 1;

/** The first entry of a backup: tells it from other archives, in every version. */
export const formatEntry = "container-approaches-backup.json";
/** What is in the backup. */
export const manifestEntry = "manifest.json";
/** The last entry: sums of all entries before it, as `sha256sum --check` reads them. */
export const sumsEntry = "SHA256SUMS";

/** What the first entry says. */
export interface BackupFormat {
  readonly format: "container-approaches-backup";
  readonly version: number;
}

export interface Manifest {
  readonly version: number;
  readonly workload: string;
  readonly stack: string;
  readonly approach: string;
  /** ISO 8601. */
  readonly created: string;
  /** Whether services could write meanwhile. */
  readonly live: boolean;
  readonly volumes: readonly ArchivedVolume[];
}

/** A volume's tar archive in the backup. */
export interface ArchivedVolume {
  /** Name in the workload. */
  readonly name: string;
  /** Name of the entry. */
  readonly entry: string;
  /** Of the tar archive. */
  readonly bytes: number;
  /** Files, folders and links, with the volume's own folder. */
  readonly entries: number;
  /** Of the tar archive, in hexadecimal digits. */
  readonly sha256: string;
}

/** Name of a volume's entry. */
export function volumeEntry(name: string): string {
  return `volumes/${name}.tar`;
}

const text = { type: "string", minLength: 1 } as const;
const count = { type: "integer", minimum: 0 } as const;

const format: JSONSchemaType<BackupFormat> = {
  type: "object",
  properties: {
    format: { type: "string", const: "container-approaches-backup" },
    version: { type: "integer", minimum: 1 },
  },
  required: ["format", "version"],
};

const manifest: JSONSchemaType<Manifest> = {
  type: "object",
  properties: {
    version: count,
    workload: text,
    stack: text,
    approach: text,
    created: text,
    live: { type: "boolean" },
    volumes: {
      type: "array",
      items: {
        type: "object",
        properties: {
          name: text,
          entry: text,
          bytes: count,
          entries: { type: "integer", minimum: 1 },
          sha256: { type: "string", pattern: "^[0-9a-f]{64}$" },
        },
        required: ["name", "entry", "bytes", "entries", "sha256"],
      },
    },
  },
  required: ["version", "workload", "stack", "approach", "created", "live", "volumes"],
};

const ajv = new Ajv({ strict: true });
const isFormat = ajv.compile(format);
const isManifest = ajv.compile(manifest);

/** @returns undefined if the text is not what the first entry of a backup says */
export function parseFormat(json: string): BackupFormat | undefined {
  const value = parsed(json);
  return isFormat(value) ? value : undefined;
}

/** @returns undefined if the text is no manifest */
export function parseManifest(json: string): Manifest | undefined {
  const value = parsed(json);
  return isManifest(value) ? value : undefined;
}

/** Sums by entry; undefined for a text of another form. */
export function parseSums(listed: string): ReadonlyMap<string, string> | undefined {
  const lines = listed.split("\n").slice(0, -1);
  const pairs = lines.map((line) => /^([0-9a-f]{64}) {2}(.+)$/.exec(line));
  if (!listed.endsWith("\n") || pairs.includes(null)) return undefined;
  return new Map(pairs.map((pair) => [pair?.[2] ?? "", pair?.[1] ?? ""]));
}

/** The text of the last entry. */
export function formatSums(sums: ReadonlyMap<string, string>): string {
  return [...sums].map(([entry, sum]) => `${sum}  ${entry}\n`).join("");
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
