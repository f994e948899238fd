import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { Rules } from "./contract.ts";
import { checkRules } from "./schema.ts";

const text = readFileSync(new URL("rules.yaml", import.meta.url), "utf8");

/** The rules of today. */
export const rules: Rules = checkRules(parse(text));

/** SHA-256 of rules.yaml, as 64 hexadecimal digits. Runs record it. */
export const rulesHash: string = createHash("sha256").update(text).digest("hex");
