import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** Gives each test of the surrounding describe() a folder of its own. @returns how to ask for its path */
export function useTemporaryFolder(): () => string {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "container-approaches-"));
  });
  afterEach(() => rm(folder, { recursive: true }));
  return () => folder;
}
