/** Keys below these are names, and every value counts. */
const named = ["environment", "labels", "args", "networks"];

/** Without values that say nothing (docker compose prints some and leaves out others), and without what files have for others (`x-...`). */
export function significant(value: unknown, path: readonly string[] = []): unknown {
  if (Array.isArray(value)) return significantItems(value, path);
  if (typeof value === "object" && value !== null) return significantFields(value, path);
  return significantScalar(value, path);
}

function significantItems(value: readonly unknown[], path: readonly string[]): unknown {
  const items = value.map((one) => significant(one, [...path, ""]));
  return items.length === 0 && !["command", "entrypoint"].includes(path.at(-1) ?? "") ? undefined : items;
}

function significantFields(value: object, path: readonly string[]): unknown {
  const keeps = named.includes(path.at(-1) ?? "");
  const entries = Object.entries(value).flatMap(([key, one]) => {
    if (!keeps && key.startsWith("x-")) return [];
    const found = significant(one, [...path, key]);
    return found === undefined && !keeps ? [] : [[key, found ?? null] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function significantScalar(value: unknown, path: readonly string[]): unknown {
  if (named.includes(path.at(-2) ?? "")) return value;
  // It prints file modes in octal digits.
  if (path.at(-1) === "mode" && typeof value === "string" && /^0\d+$/.test(value)) return Number.parseInt(value, 8);
  return value === null || value === "" || value === 0 || value === false ? undefined : value;
}
