import { execa } from "execa";

/** A property in a plugin's schema: only what names need. */
export interface PropertySpec {
  readonly $ref?: string;
  readonly items?: PropertySpec;
  readonly additionalProperties?: PropertySpec;
}

/** A group of named properties. */
export type Properties = Readonly<Record<string, PropertySpec>>;

/** A resource in a plugin's schema. */
export interface ResourceSpec {
  readonly inputProperties?: Properties;
  readonly requiredInputs?: readonly string[];
  readonly properties?: Properties;
  readonly stateInputs?: { readonly properties?: Properties };
}

/** The part of a plugin's schema that has the names. */
export interface PluginSchema {
  readonly version: string;
  readonly types?: Readonly<Record<string, { readonly properties?: Properties }>>;
  readonly resources: Readonly<Record<string, ResourceSpec>>;
  readonly functions?: Readonly<
    Record<string, { inputs?: { properties?: Properties }; outputs?: { properties?: Properties } }>
  >;
}

/** @param plugin name and version of an installed plugin, such as `docker@5.2.0`. */
export async function readSchema(plugin: string): Promise<PluginSchema> {
  const { stdout } = await execa("pulumi", ["package", "get-schema", plugin]);
  return JSON.parse(stdout) as PluginSchema;
}

/**
 * All names below the properties, as paths: `ports`, `ports.internal`. Lists and maps add nothing to a path.
 */
export function schemaPaths(schema: PluginSchema, properties: Properties = {}, prefix = ""): string[] {
  return Object.entries(properties).flatMap(([name, property]) => {
    const path = prefix + name;
    const nested = nestedProperties(schema, property);
    return [path, ...(nested === undefined ? [] : schemaPaths(schema, nested, `${path}.`))];
  });
}

function nestedProperties(schema: PluginSchema, property: PropertySpec): Properties | undefined {
  const element = property.items ?? property.additionalProperties;
  if (element) return nestedProperties(schema, element);
  const local = property.$ref?.startsWith("#/types/") ? property.$ref.slice("#/types/".length) : undefined;
  // The token of a type may hold slashes, which a reference escapes.
  return local === undefined ? undefined : schema.types?.[decodeURIComponent(local)]?.properties;
}
