import { ownFolder } from "../paths.ts";

/** Holds `start`, `stop` and the scan folder's template. */
const s6Folder = `${ownFolder}/s6`;

/** The scan folder as it stands in the image. */
export const template = `${s6Folder}/scan`;

/** Where s6 writes, since the root is read-only. */
export const stateFolder = "/run/s6";

/** The scan folder that s6-svscan works in: a copy of the template, with links in place of files. */
export const scanFolder = `${stateFolder}/scan`;

export const startProgram = `${s6Folder}/start`;

export const stopProgram = `${s6Folder}/stop`;
