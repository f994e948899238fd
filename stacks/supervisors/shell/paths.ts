import { ownFolder } from "../paths.ts";

/** The start script: PID 1. */
export const startProgram = `${ownFolder}/start`;
