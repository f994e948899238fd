import type { Claim } from "./contract.ts";
import { costsOfThree } from "./seed-000-cost.ts";
import { judgementsOfThree } from "./seed-000-judgement.ts";
import { runningThree } from "./seed-000-running.ts";
import { securityOfThree } from "./seed-000-security.ts";
import { ofOnePerContainer } from "./seed-001.ts";
import { ofContainerSystems } from "./seed-002.ts";
import { ofLectures } from "./seeds-003-004.ts";

const number = ({ id }: Claim) => Number(id.slice(id.indexOf("-") + 1));
const document = ({ id }: Claim) => Number(id.slice(0, id.indexOf("-")));

/** Every claim that the lab decides, by document and number. */
export const claims: readonly Claim[] = [
  ...costsOfThree,
  ...securityOfThree,
  ...runningThree,
  ...judgementsOfThree,
  ...ofOnePerContainer,
  ...ofContainerSystems,
  ...ofLectures,
].sort((a, b) => document(a) - document(b) || number(a) - number(b));
