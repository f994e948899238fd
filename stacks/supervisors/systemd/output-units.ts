import type { Service } from "../../../services/contract.ts";
import type { ContextFile } from "../../contract.ts";
import { outputFifo, outputUnit } from "./paths.ts";
import { unitFile } from "./unit-file.ts";

/**
 * What copies a service's output to the journal. systemd's own way, a socket, cannot be opened by name: a server whose log file is
 * `/dev/stdout` would end. The socket unit holds the FIFO open, so neither side waits for the other.
 */
export function outputUnits(service: Service, confined: boolean): readonly ContextFile[] {
  return [socketUnit(service), copyingUnit(service, confined)];
}

function socketUnit({ name, user: { gid } }: Service): ContextFile {
  const fifo = outputFifo(name);
  return unitFile(outputUnit(name, "socket"), [
    "[Unit]",
    `Description=FIFO for the output of ${name}`,
    ...ordering,
    "",
    "[Socket]",
    `ListenFIFO=${fifo}`,
    "SocketMode=0620",
    "DirectoryMode=0755",
    "# Without the capability CHOWN, root can give a file only to a group that it is in.",
    `ExecStartPost=/usr/bin/setpriv --groups=${gid} /usr/bin/chgrp ${gid} ${fifo}`,
    "RemoveOnStop=yes",
  ]);
}

function copyingUnit({ name }: Service, confined: boolean): ContextFile {
  return unitFile(outputUnit(name, "service"), [
    "[Unit]",
    `Description=Copies the output of ${name} to the journal`,
    ...ordering,
    "Requires=systemd-journald.socket",
    "After=systemd-journald.socket",
    "StartLimitIntervalSec=0",
    "",
    "[Service]",
    "Type=exec",
    "ExecStart=/usr/bin/cat",
    "# What the service wrote at last. An empty FIFO is no fault.",
    `ExecStop=-/usr/bin/dd if=${outputFifo(name)} iflag=nonblock bs=64K status=none`,
    "StandardInput=socket",
    "StandardOutput=journal",
    "StandardError=null",
    `SyslogIdentifier=${name}`,
    "SyslogLevelPrefix=no",
    "Restart=always",
    ...(confined ? ["CapabilityBoundingSet=", "NoNewPrivileges=yes"] : []),
  ]);
}

/** It stops after the service, which is ordered after it. */
const ordering = ["DefaultDependencies=no", "Conflicts=shutdown.target", "Before=shutdown.target"];
