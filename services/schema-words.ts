/** A value, with a `description` that says what it can be. */
export type Leaf = Readonly<Record<string, unknown>> & { readonly description: string };

export const day = 86_400;

export const text: Leaf = { type: "string", description: "a text" };
export const yesNo: Leaf = { type: "boolean", description: "true or false" };
/** The kernel ends words and variables at a NUL. */
export const wordOfCommand: Leaf = { type: "string", pattern: "^[^\\u0000]*$", description: "a text without NUL" };
export const seconds: Leaf = whole(1, day, "of seconds ");
export const portNumber: Leaf = whole(1, 65_535);
export const mode: Leaf = { ...whole(0, 0o7777), description: "permission bits, such as 0o644" };
/** What the rest of the definition's checks judges. */
export const any = {};

export function whole(minimum: number, maximum: number, what = ""): Leaf {
  return { type: "integer", minimum, maximum, description: `a whole number ${what}from ${minimum} to ${maximum}` };
}

export function oneOf(...values: readonly string[]): Leaf {
  return { enum: values, description: values.map((value) => JSON.stringify(value)).join(", ") };
}

export function list(items: object, more: object = {}): object {
  return { type: "array", items, description: "a list", ...more };
}

export function record(values: object, more: object = {}): object {
  return { type: "object", additionalProperties: values, description: "names with values", ...more };
}

/** @param optional names of the fields that may be missing */
export function object(properties: Readonly<Record<string, object>>, optional: readonly string[] = []): object {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", properties, required, additionalProperties: false, description: "an object" };
}

/** A name that `env`, the kernel and every container engine take: anything but an empty one, and one with `=` or NUL. */
export const variables = (values: object) =>
  record(values, {
    propertyNames: { type: "string", pattern: "^[^=\\u0000]+$", description: "names without = and NUL" },
  });
