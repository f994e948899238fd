import { claimsOf, firstClash, reservedBy } from "./claims.ts";
import type { FileSource, Service } from "./contract.ts";

/** Reports a wrong definition. @param found what was found @param allowed what is allowed */
export type Fail = (found: string, allowed: string) => never;

/** Checks every path of a service: its form, that it is not reserved, and that it is in no other's way. */
export function checkPaths(service: Service<FileSource>, fail: Fail): void {
  checkScratch(service, fail);
  const claims = claimsOf(service);
  for (const claim of claims) checkForm(claim.path, claim.kind !== "file", fail);
  for (const claim of claims) {
    const place = reservedBy(claim);
    if (place !== undefined)
      fail(
        `${claim.what} is at, above or below ${place}`,
        "a path of its own: the system or the deployment uses that one",
      );
  }
  const clashing = firstClash(claims);
  if (clashing === undefined) return;
  const [one, other] = clashing;
  if (one.path === other.path) fail(`${one.what} and ${other.what} are at the same path`, "a different path for each");
  fail(`${one.what} and ${other.what} are one below the other`, "paths of which none is below another");
}

function checkScratch({ scratch }: Service<FileSource>, fail: Fail): void {
  for (const { path, sizeMiB, mode = 0 } of scratch) {
    if (!Number.isInteger(sizeMiB) || sizeMiB < 1)
      fail(`the scratch folder ${path} has a size of ${sizeMiB} MiB`, "a whole number from 1");
    if (!Number.isInteger(mode) || mode < 0 || mode > 0o7777)
      fail(`the scratch folder ${path} has the mode ${mode}`, "permission bits, such as 0o750");
  }
}

/** @param mounted whether something is mounted there */
function checkForm(path: string, mounted: boolean, fail: Fail): void {
  if (!path.startsWith("/")) fail(`the path "${path}" is relative`, "absolute paths in the container");
  if (path !== "/" && (path.endsWith("/") || /\/(\.{0,2})\//.test(`${path}/`)))
    fail(
      `the path ${JSON.stringify(path)} has empty parts, . or ..`,
      "a path in its shortest form, without a slash at its end",
    );
  if (/\p{Cc}/u.test(path))
    fail(`the path ${JSON.stringify(path)} has a control character`, "a path without line breaks");
  if (mounted && path.includes(":"))
    fail(`the path "${path}" has a colon`, "a path without one: Docker and Compose end the path of a mount there");
}
