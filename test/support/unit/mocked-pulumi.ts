import * as pulumi from "@pulumi/pulumi";

/** A resource as the provider is asked to create it. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** A resource as the program declares it. */
export interface Declared {
  readonly resource: pulumi.Resource;
  readonly type: string;
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly opts: pulumi.CustomResourceOptions;
}

/** What a component created under mocks. */
export interface Made<T> {
  readonly component: T;
  readonly registered: readonly Registered[];
  readonly declared: readonly Declared[];
}

/** What only a provider knows, by type of resource. */
const known: Readonly<Record<string, (name: string) => Record<string, unknown>>> = {
  "docker:index/remoteImage:RemoteImage": (name) => ({ imageId: `sha256:${name}` }),
  "command:local:Command": () => ({ stdout: "ready" }),
};

/**
 * Installs Pulumi's mocks.
 * @returns the resources that are registered from now on
 */
export async function mockPulumi(): Promise<readonly Registered[]> {
  const registered: Registered[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource({ type, name, inputs }) {
        const given = inputs as Record<string, unknown>;
        registered.push({ type, name, inputs: given });
        return { id: `${name}-id`, state: { ...given, ...known[type]?.(name) } };
      },
      call: () => ({}),
    },
    "container-approaches",
    "separate",
  );
  return registered;
}

/**
 * Runs a component under mocks, until all of its resources are registered.
 * @param make gets the options for the component
 */
export async function made<T extends pulumi.ComponentResource>(
  make: (opts: pulumi.ComponentResourceOptions) => T,
): Promise<Made<T>> {
  const registered = await mockPulumi();
  const declared: Declared[] = [];
  const component = make({
    transformations: [
      ({ resource, type, name, props, opts }) => {
        declared.push({ resource, type, name, props, opts });
        return undefined;
      },
    ],
  });
  const urns = declared.map(({ resource }) => resource.urn);
  await new Promise((resolve) => pulumi.all(urns).apply(resolve));
  return { component, registered, declared };
}
