import { hostVariableOf, peerOf } from "../../roles.ts";
import type { CommonTools, Subject } from "../../tools.ts";

type Asked = Pick<CommonTools, "control">;

/** Host of the entry, as the peer has it in its variable: a name or an address. */
export async function hostOfEntry({ workload }: Pick<Subject, "workload">, { control }: Asked): Promise<string> {
  const peer = peerOf(workload).name;
  return (await control(peer, "exec", "printenv", hostVariableOf(workload))).output.trim();
}

/**
 * The same as an IPv4 address: what the peer's own lookup gives. For a probe that is on the peer's network, and does not know its names.
 * @throws Error if the peer cannot tell
 */
export async function addressOfEntry(subject: Pick<Subject, "workload">, { control }: Asked): Promise<string> {
  const peer = peerOf(subject.workload).name;
  const name = await hostOfEntry(subject, { control });
  const { output } = await control(peer, "exec", "getent", "ahostsv4", name);
  const [address = ""] = output.split(/\s/);
  if (!/^[0-9.]+$/.test(address)) throw new Error(`${peer} does not find ${name}: ${output.trim()}`);
  return address;
}
