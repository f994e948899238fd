import assert from "node:assert/strict";
import { parseAllDocuments } from "yaml";
import { lossLines } from "../../../../errors/loss.ts";
import { separate } from "../../../../stacks/approaches/separate/index.ts";
import type { ContainerPlan } from "../../../../stacks/container-plan.ts";
import { composeFile } from "../../../../stacks/eject/compose.ts";
import type { Ejectable } from "../../../../stacks/eject/ejectable.ts";
import { kubernetesFile } from "../../../../stacks/eject/kubernetes.ts";
import { quadletFiles } from "../../../../stacks/eject/quadlet.ts";
import { fullPlan } from "../../../support/unit/full-plan.ts";
import { containerOf, planned } from "../../../support/unit/plans.ts";
import { sampleService, sampleWorkload } from "../../../support/unit/samples.ts";

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec?: unknown;
}

function objectsOf(plan: Ejectable): readonly KubernetesObject[] {
  const documents = parseAllDocuments(kubernetesFile(plan).content);
  return documents.flatMap((document) => (document.toJS() as KubernetesObject | null) ?? []);
}

/** The plan with a container that differs. */
function withContainer(plan: Ejectable, name: string, given: Partial<ContainerPlan>): Ejectable {
  const containers = plan.rendering.containers.map((one) => (one.name === name ? { ...one, ...given } : one));
  return { ...plan, rendering: { ...plan.rendering, containers } };
}

describe("eject / what a target cannot say", () => {
  const quadlet = quadletFiles(fullPlan(), "/project");
  const unit = (name: string) => quadlet.files.find((file) => file.name === name)?.content ?? "";
  const quadletLosses = lossLines(quadlet.losses).join("\n");
  const kubernetesLosses = lossLines(kubernetesFile(fullPlan()).losses).join("\n");
  const object = (kind: string, name: string) =>
    JSON.stringify(objectsOf(fullPlan()).find((one) => one.kind === kind && one.metadata.name === name)?.spec);

  it("networks that are made elsewhere: by name for podman, and no policy can say it to Kubernetes", () => {
    assert.match(unit("web.container"), /^Network=full-outer:alias=web$/m);
    assert.equal(unit("outer.network"), "");
    assert.match(quadletLosses, /changed: network full-outer: it is made elsewhere/);
    assert.match(kubernetesLosses, /refused: network full-outer: is made elsewhere/);
  });

  it("volumes that are made elsewhere: by name for podman, and as a claim that is there for Kubernetes", () => {
    const plan = fullPlan();
    const volumes = plan.rendering.volumes.map((one) => ({ ...one, external: true }));
    const external = { ...plan, rendering: { ...plan.rendering, volumes } };
    const { files } = quadletFiles(external, "/project");
    assert.match(files.find(({ name }) => name === "web.container")?.content ?? "", /^Volume=full-data:\/data:ro$/m);
    assert.ok(files.every(({ name }) => !name.endsWith(".volume")));
    assert.ok(objectsOf(external).every(({ kind }) => kind !== "PersistentVolumeClaim"));
    assert.match(kubernetesFile(external).content, /claimName: full-data$/m);
  });

  it("addresses and options of networks: keys of Quadlet, and losses of Kubernetes", () => {
    for (const line of [
      "Subnet=10.1.0.0/16",
      "Gateway=10.1.0.1",
      "IPRange=10.1.2.0/24",
      "Options=mtu=1400",
      "Internal=true",
    ])
      assert.ok(unit("back.network").split("\n").includes(line), line);
    assert.match(quadletLosses, /refused: network full-back: option com\.example=x/);
    assert.match(
      kubernetesLosses,
      /refused: network full-back: addresses subnet 10\.1\.0\.0\/16, gateway 10\.1\.0\.1, range/,
    );
    assert.match(kubernetesLosses, /refused: network full-back: option com\.example=x/);
  });

  it("a range that podman would take for another subnet's", () => {
    const plan = fullPlan();
    const subnets = [
      { subnet: "10.1.0.0/16", gateway: "10.1.0.1" },
      { subnet: "10.2.0.0/16", range: "10.2.2.0/24" },
    ];
    const networks = plan.rendering.networks.map((one) => (one.name === "back" ? { ...one, subnets } : one));
    const { files, losses } = quadletFiles({ ...plan, rendering: { ...plan.rendering, networks } }, "/project");
    const text = files.find(({ name }) => name === "back.network")?.content ?? "";
    assert.match(text, /^Subnet=10\.1\.0\.0\/16\nGateway=10\.1\.0\.1\nSubnet=10\.2\.0\.0\/16\n(?!IPRange)/m);
    assert.match(lossLines(losses).join("\n"), /refused: network full-back: addresses range 10\.2\.2\.0\/24/);
  });

  it("further ports: published by podman, and by a Service with their protocols", () => {
    assert.match(unit("web.container"), /^PublishPort=127\.0\.0\.1:5353:53\/udp$/m);
    const spec = object("Service", "published-web");
    assert.match(spec, /"port":5353,"targetPort":53,"protocol":"UDP"/);
    assert.match(spec, /"port":9001,"targetPort":9000,"protocol":"TCP"/);
    assert.match(
      kubernetesLosses,
      /changed: web: published port 127\.0\.0\.1:5353 to 53\/udp: port 5353 of the Service/,
    );
    assert.match(object("Deployment", "web"), /"containerPort":53,"protocol":"UDP"/);
  });

  it("namespaces of other containers: podman has the container's name, not the unit's", () => {
    assert.match(unit("job.container"), /^PodmanArgs=--ipc=container:full-store$/m);
    assert.match(unit("job.container"), /^After=store\.service$/m);
    assert.match(unit("store.container"), /^PodmanArgs=--ipc=shareable$/m);
    assert.match(kubernetesLosses, /refused: job: shares the namespaces ipc, pid of store/);
    assert.match(kubernetesLosses, /refused: store: lets others share its IPC namespace/);
  });

  it("how mounts spread: an option of podman, a word of Kubernetes, or a loss", () => {
    assert.match(unit("web.container"), /^Volume=\/srv\/x:\/x:ro,slave$/m);
    assert.match(object("Deployment", "web"), /"mountPath":"\/x","readOnly":true,"mountPropagation":"HostToContainer"/);
    const host = { kind: "host", source: "/srv/x", path: "/x", readOnly: false, propagation: "rshared" } as const;
    const { losses } = kubernetesFile(withContainer(fullPlan(), "web", { mounts: [host] }));
    assert.match(lossLines(losses).join("\n"), /refused: web: propagation rshared of \/x/);
  });

  it("names that Kubernetes cannot have, and names that several containers have", () => {
    const attachments = { networks: [{ name: "back", aliases: ["web", "my_name"] }] };
    const plan = withContainer(fullPlan(), "store", { attachments });
    assert.match(lossLines(kubernetesFile(plan).losses).join("\n"), /refused: the name my_name/);
    const services = objectsOf(plan).filter(({ kind, metadata }) => kind === "Service" && metadata.name === "web");
    assert.equal(services.length, 1);
    assert.match(JSON.stringify(services), /"container-approaches\.alias\/web":"true"/);
  });

  it("host names, other hosts and DNS: parts of a pod", () => {
    const spec = object("Deployment", "web");
    assert.match(spec, /"hostname":"box"/);
    assert.match(spec, /"hostAliases":\[\{"ip":"10\.0\.0\.9","hostnames":\["other"\]\}\]/);
    assert.match(spec, /"nameservers":\["10\.0\.0\.53"\]/);
    assert.match(kubernetesLosses, /refused: web: domain name example\.org/);
  });

  it("replicas have names and volumes that Kubernetes takes, once each", () => {
    const plan = planned(separate, sampleWorkload({ services: [sampleService({ replicas: 2 })] }));
    const names = objectsOf(plan).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    assert.ok(names.includes("Deployment web-2"));
    assert.equal(new Set(names).size, names.length);
  });

  it("replicas of a service share an image, which Compose builds once and never pulls", () => {
    const plan = planned(separate, sampleWorkload({ services: [sampleService({ replicas: 2 })] }));
    const text = composeFile(plan, ".");
    assert.equal(text.match(/build:/g)?.length, 1);
    assert.equal(text.match(/pull_policy: never/g)?.length, 1);
  });

  it("a health check is JSON without quotes of a unit around it", () => {
    const { files } = quadletFiles(planned(separate), "/project");
    const { health } = containerOf(planned(separate).rendering, "web");
    const [, value = ""] = /^HealthCmd=(.*)$/m.exec(files[0] === undefined ? "" : textOf(files, "web.container")) ?? [];
    assert.deepEqual(JSON.parse(value.replaceAll("$$", "$").replaceAll("%%", "%")), health?.argv);
  });

  it("a line of the report stays one line, whatever the value", () => {
    const [line] = lossLines([{ kind: "changed", what: "a\nImage=evil", why: "b\r\u2028c" }]);
    assert.equal(line, "changed: a Image=evil: b c");
  });
});

function textOf(files: readonly { readonly name: string; readonly content: string }[], wanted: string): string {
  return files.find(({ name }) => name === wanted)?.content ?? assert.fail(`no ${wanted}`);
}
