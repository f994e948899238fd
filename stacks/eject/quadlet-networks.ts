import type { Loss } from "../../errors/loss.ts";
import { translated } from "../container-plan.ts";
import type { NetworkPlan, VolumePlan } from "../contract.ts";
import { ownerLabels, volumeLabels } from "../rendering/labels.ts";
import type { Ejectable } from "./ejectable.ts";
import { lostNetwork, lostVolumeOptions, textOf } from "./lost-networks.ts";
import { isPlain, labels, podmanArg, quoted, raw, unit, type EjectedFile, type Pair } from "./quadlet-unit.ts";

/** The unit of a network, or none for one that is made elsewhere. @param losses to which its own are added */
export function networkUnits(plan: NetworkPlan, { scope }: Ejectable, losses: Loss[]): readonly EjectedFile[] {
  const { name, fullName, internal, ...more } = plan;
  losses.push(...lostNetwork(fullName, more, { target: "podman", says: ["external", "subnets", "options"] }));
  const { external = false, subnets = [], options = {}, ...rest } = more;
  translated(rest);
  if (external) {
    losses.push({ kind: "changed", what: `network ${fullName}`, why: "it is made elsewhere: podman has to have it" });
    return [];
  }
  const pairs = [
    ["NetworkName", raw(fullName)] as const,
    ...(internal ? [["Internal", "true"] as const] : []),
    ...subnetPairs(fullName, subnets, losses),
    ...Object.entries(options).flatMap(([key, value]) => optionPairs(fullName, key, value, losses)),
    ...labels(ownerLabels(scope)),
  ];
  return [unit(`${name}.network`, [["Network", pairs]])];
}

type Subnet = NonNullable<NetworkPlan["subnets"]>[number];

/** Podman counts gateways and ranges in the order of the subnets: those with a gateway come first. */
function subnetPairs(network: string, subnets: readonly Subnet[], losses: Loss[]): readonly Pair[] {
  const rank = ({ gateway, range }: Subnet) => (gateway === undefined ? 2 : 0) + (range === undefined ? 1 : 0);
  const known = subnets.filter(({ subnet }) => subnet !== undefined).sort((one, other) => rank(one) - rank(other));
  const lose = (text: string, why: string) => {
    losses.push({ kind: "refused", what: `network ${network}: addresses ${text}`, why });
  };
  for (const one of subnets.filter(({ subnet }) => subnet === undefined))
    lose(textOf({ ...one }), "podman takes them with a subnet only");
  return known.flatMap(({ subnet = "", gateway, range, ...rest }, index) => {
    translated(rest);
    const inOrder = known.slice(0, index).every((earlier) => earlier.range !== undefined);
    if (range !== undefined && !inOrder) lose(`range ${range}`, "podman would take it for another subnet's");
    return [
      ["Subnet", raw(subnet)] as const,
      ...(gateway === undefined ? [] : [["Gateway", raw(gateway)] as const]),
      ...(range === undefined || !inOrder ? [] : [["IPRange", raw(range)] as const]),
    ];
  });
}

/** Docker's options of a bridge, by podman's names. */
const bridgeOptions: Readonly<Record<string, string>> = { "com.docker.network.driver.mtu": "mtu" };

/** Options that podman's bridge knows itself. */
const ownOptions = ["mtu", "metric", "vlan", "isolate", "com.docker.network.bridge.name", "no_default_route", "vrf"];

function optionPairs(network: string, key: string, value: string, losses: Loss[]): readonly Pair[] {
  if (key === "com.docker.network.bridge.name" && isPlain(value)) return [["InterfaceName", raw(value)]];
  const name = bridgeOptions[key] ?? key;
  if (ownOptions.includes(name)) return [["Options", quoted(`${name}=${value}`)]];
  losses.push({ kind: "refused", what: `network ${network}: option ${key}=${value}`, why: "podman's bridge has none" });
  return [];
}

/** The unit of a volume, or none for one that is made elsewhere. @param losses to which its own are added */
export function volumeUnits(plan: VolumePlan, { scope }: Ejectable, losses: Loss[]): readonly EjectedFile[] {
  const { name, fullName, owner, mode, holds, external = false, options = {}, ...rest } = plan;
  translated(rest);
  if (external) {
    losses.push({ kind: "changed", what: `volume ${fullName}`, why: "it is made elsewhere: podman has to have it" });
    return [];
  }
  const bits = mode === undefined ? "" : `, mode ${mode.toString(8).padStart(4, "0")}`;
  if (owner !== undefined || mode !== undefined) {
    const whose = owner === undefined ? "" : ` ${owner.uid}:${owner.gid}`;
    const why = `the image's at the first start; give them by hand to a volume that already has ${holds}`;
    losses.push({ kind: "changed", what: `volume ${name}: owner${whose}${bits}`, why });
  }
  const { type, device, o, ...others } = options;
  losses.push(...lostVolumeOptions(name, others, "podman's driver has none of the name"));
  const given = { device, type, o };
  return [
    unit(`${name}.volume`, [
      [
        "Volume",
        [
          ["VolumeName", raw(fullName)],
          ...Object.entries(given).flatMap(([key, value]) =>
            value === undefined ? [] : [podmanArg("opt", `${key}=${value}`)],
          ),
          ...labels(volumeLabels(scope, plan)),
        ],
      ],
    ]),
  ];
}
