import type { Workload } from "../../services/contract.ts";
import { groupsOf } from "../rendering/volumes.ts";

/** Instruction of a Dockerfile: names for users and groups of services that have none. systemd and supervisord refuse ids without a name. */
export function namesOfUsers(workload: Workload): string {
  const { services } = workload;
  const users = new Map(services.map(({ user }) => [user.uid, user.gid]));
  const groups = new Set(services.flatMap((service) => [service.user.gid, ...groupsOf(service, workload)]));
  const lines = [
    ...[...groups].map((gid) => named("group", gid, `service-${gid}:x:${gid}:`)),
    ...[...users].map(([uid, gid]) => named("passwd", uid, `service-${uid}:x:${uid}:${gid}::/:/usr/sbin/nologin`)),
  ];
  return `RUN ${lines.join(" \\\n && ")}`;
}

function named(database: string, id: number, line: string): string {
  return `(getent ${database} ${id} || echo ${line} >> /etc/${database})`;
}
