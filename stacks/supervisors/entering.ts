import type { Service } from "../../services/contract.ts";
import type { ResolvedService } from "../../services/foreign/contract.ts";
import type { ContextFile } from "../contract.ts";
import { bash, checkPath } from "../rendering/checks.ts";
import { commandLine, quote } from "../rendering/shell.ts";
import { asService, ownFolder } from "./paths.ts";
import { program } from "./program-file.ts";

/** Folder with a root for each service that is a ready image. */
export const rootsFolder = "/roots";

export function rootOf({ name }: Pick<Service, "name">): string {
  return `${rootsFolder}/${name}`;
}

const enterProgram = `${ownFolder}/enter`;

/**
 * The program that runs a command as such a service: in the root of its image, with its user, variables and folder. A check is the image's own
 * command: its root may have no shell.
 */
export function enteringProgram(
  service: Service,
  { identity, env, workingDir, health, home }: ResolvedService,
): ContextFile {
  const { uid, gid, groups } = identity;
  const check = [...bash, checkPath(service)];
  const own = health === undefined ? "exit 0" : `set -- ${commandLine(health.argv)}`;
  const pairs = Object.entries({ HOME: home, ...env }).map(([name, value]) => `${name}=${value}`);
  return program(asService(service.name), [
    "#!/bin/sh",
    `# Runs a command as the service "${service.name}": in the root of its image, with its user, variables and folder.`,
    `[ "$*" != ${quote(check.join(" "))} ] || ${own}`,
    "# A user cannot open by name what root has opened: /dev/stdout, where it is a pipe or a terminal.",
    "for fd in 0 1 2; do",
    '  { [ -p "/proc/self/fd/$fd" ] || [ -t "$fd" ]; } && [ -O "/proc/self/fd/$fd" ] && chmod o+rw "/proc/self/fd/$fd"',
    "done",
    "read -r hostname </proc/sys/kernel/hostname",
    `exec ${commandLine([enterProgram, rootOf(service), String(uid), String(gid), groups.join(","), workingDir, String(pairs.length + 1)])} \\`,
    '  "HOSTNAME=$hostname" \\',
    ...pairs.map((pair) => `  ${quote(pair)} \\`),
    '  "$@"',
  ]);
}

/** The program behind it. In Perl, which every Debian and Ubuntu has; variables are words, so that none of them steers it. */
export function enter(): ContextFile {
  return program(enterProgram, [
    "#!/usr/bin/perl",
    "# enter ROOT UID GID GROUPS FOLDER NUMBER NAME=VALUE... COMMAND [ARGUMENT...]: becomes the command, in a root of its own.",
    "use strict;",
    "use POSIX ();",
    "my ($root, $uid, $gid, $groups, $folder, $number) = splice @ARGV, 0, 6;",
    "my @pairs = splice @ARGV, 0, $number;",
    'sub failed { print STDERR "$_[0]: $!\\n"; exit 126 }',
    'chroot $root or failed("the root $root");',
    'chdir $folder or failed("the working directory $folder");',
    "$! = 0;",
    '$) = join " ", $gid, $gid, split /,/, $groups;',
    'failed("the groups $groups") if $!;',
    'POSIX::setgid($gid) or failed("the group $gid");',
    'POSIX::setuid($uid) or failed("the user $uid");',
    "%ENV = map { my ($name, $value) = split /=/, $_, 2; ($name => $value) } @pairs;",
    "exec { $ARGV[0] } @ARGV;",
    'print STDERR "$ARGV[0]: $!\\n";',
    "exit 127;",
  ]);
}
