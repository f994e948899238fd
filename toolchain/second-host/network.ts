import { execa } from "execa";
import { UserError } from "../../errors/user-error.ts";
import { run } from "../host/run.ts";
import type { Work } from "../work.ts";

/** A network of two: this host and its machine. */
export interface Link {
  readonly host: string;
  readonly machine: string;
}

const blocks = 2 ** 14;

/** The link at a place in 10.87.0.0/16, which neither Docker nor the usual clouds and homes hand out. @param place any whole number from 0 */
export function linkAt(place: number): Link {
  const first = 4 * (place % blocks);
  const address = (last: number) => `10.87.${Math.floor(first / 256)}.${(first % 256) + last}`;
  return { host: address(1), machine: address(2) };
}

/**
 * The first free link, searched from a place that the instance gives.
 * @param instance hexadecimal digits
 * @param taken networks of this host, such as `10.87.1.0/24` or `10.87.1.4`
 */
export function freeLink(instance: string, taken: readonly string[]): Link {
  const start = Number.parseInt(instance, 16);
  const ranges = taken.map(rangeOf).filter((range) => range !== undefined);
  for (let step = 0; step < blocks; step += 1) {
    const link = linkAt(start + step);
    const [from, to] = rangeOf(`${link.machine}/30`) ?? [0, 0];
    if (!ranges.some(([first, last]) => first <= to && last >= from)) return link;
  }
  throw new UserError({
    found: "This host has routes to all of 10.87.0.0/16, from which the machine's addresses are taken.",
    remedy: "free a part of it: ip route shows the routes.",
  });
}

/** First and last address of a network, as numbers; undefined for what is no IPv4 network, such as `default`. */
function rangeOf(network: string): readonly [number, number] | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)(?:\/(\d+))?$/.exec(network);
  if (match === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, bits = 32] = match.slice(1).map((text: string | undefined) => Number(text ?? 32));
  const size = 2 ** (32 - bits);
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const first = address - (address % size);
  return [first, first + size - 1];
}

/** Networks that this host has routes to, those of other machines included. */
export async function takenNetworks(work: Work): Promise<string[]> {
  const printed = await run(work, "ip", ["-4", "-j", "route", "show", "table", "all"]);
  return (JSON.parse(printed) as { readonly dst?: string }[]).flatMap(({ dst }) => dst ?? []);
}

/** Makes the link's device, or takes the one that an interrupted run has left. No firewall rule: nothing is forwarded. */
export async function makeLink(work: Work, name: string, { host }: Link): Promise<void> {
  if (!(await hasLink(name))) await run(work, "ip", ["tuntap", "add", "dev", name, "mode", "tap"]);
  await run(work, "ip", ["address", "replace", `${host}/30`, "dev", name]);
  await run(work, "ip", ["link", "set", name, "up"]);
}

export async function hasLink(name: string): Promise<boolean> {
  return !(await execa("ip", ["link", "show", "dev", name], { reject: false })).failed;
}

/** @returns whether there was one */
export async function removeLink(name: string): Promise<boolean> {
  return !(await execa("ip", ["link", "delete", "dev", name], { reject: false })).failed;
}
