import { ownFolder } from "../paths.ts";

/** Folder with `start`, `stop` and the scan folder's template. */
const s6Folder = `${ownFolder}/s6`;

/** The scan folder in the image. */
export const template = `${s6Folder}/scan`;

/** Where s6 writes, because the root is read-only. */
export const stateFolder = "/run/s6";

/** The scan folder of s6-svscan: a copy of the template, with links instead of files. */
export const scanFolder = `${stateFolder}/scan`;

export const startProgram = `${s6Folder}/start`;

export const stopProgram = `${s6Folder}/stop`;
