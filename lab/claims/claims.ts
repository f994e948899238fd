import type { Claim } from "./contract.ts";
import { complexityOfThree } from "./seed-000-complexity.ts";
import { judgementsOfThree } from "./seed-000-judgement.ts";
import { memoryOfThree } from "./seed-000-memory.ts";
import { networkOfThree } from "./seed-000-network.ts";
import { runningThree } from "./seed-000-running.ts";
import { securityOfThree } from "./seed-000-security.ts";
import { imagesOnePer } from "./seed-001-images.ts";
import { runningOnePer } from "./seed-001-running.ts";
import { ofDaemon } from "./seed-002-daemon.ts";
import { ofHost } from "./seed-002-host.ts";
import { ofNotes } from "./seed-003.ts";
import { ofSlides } from "./seed-004.ts";

const number = ({ id }: Claim) => Number(id.slice(id.indexOf("-") + 1));
const document = ({ id }: Claim) => Number(id.slice(0, id.indexOf("-")));

/** Every claim that the lab decides, by document and number. */
export const claims: readonly Claim[] = [
  ...[memoryOfThree, networkOfThree, complexityOfThree, securityOfThree, runningThree, judgementsOfThree].flat(),
  ...[runningOnePer, imagesOnePer, ofDaemon, ofHost, ofNotes, ofSlides].flat(),
].sort((a, b) => document(a) - document(b) || number(a) - number(b));
