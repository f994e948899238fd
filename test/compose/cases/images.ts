/** Names of the images that are built from the folders below test/compose/images. */
const image = (name: string) => `ca-compose/${name}:1`;

export const app = image("app");
export const web = image("web");
export const cache = image("cache");
export const db = image("db");
export const staticProgram = image("static");
