import type { ContextFile } from "../contract.ts";
import { ownFolder } from "./paths.ts";
import { program } from "./program-file.ts";

const signalsProgram = `${ownFolder}/signals`;

/** Words before a command that starts with these signals blocked, until it has handlers: the kernel drops signals that PID 1 does not handle. */
export function blocked(...signals: readonly string[]): readonly string[] {
  return [signalsProgram, "blocked", signals.join(",")];
}

/** Words before a command that starts with these signals not ignored, whatever its parent does. */
export function notIgnored(...signals: readonly string[]): readonly string[] {
  return [signalsProgram, "default", signals.join(",")];
}

/** Words before a command that starts in a process group of its own, with these signals not ignored, whatever its parent does. */
export function ownGroup(...signals: readonly string[]): readonly string[] {
  return [signalsProgram, "group", signals.join(",")];
}

/**
 * The program of all three. In Perl, which every Debian and Ubuntu has: GNU's env can do this since coreutils 8.31, Ubuntu 20.04 has an older
 * one, and some newer releases have another env.
 */
export function signals(): ContextFile {
  return program(signalsProgram, [
    "#!/usr/bin/perl",
    "# signals blocked|default|group NAME,... COMMAND [ARGUMENT...]: becomes the command, with these signals blocked, or not ignored, or that",
    "# in a process group of its own.",
    "my ($how, $names) = splice @ARGV, 0, 2;",
    "my @names = split /,/, $names;",
    'if ($how eq "blocked") {',
    "  require POSIX;",
    '  my @numbers = map { /^RTMIN\\+(\\d+)$/ ? POSIX::SIGRTMIN() + $1 : POSIX->can("SIG$_")->() } @names;',
    "  POSIX::sigprocmask(POSIX::SIG_BLOCK(), POSIX::SigSet->new(@numbers));",
    "} else {",
    '  $SIG{$_} = "DEFAULT" for @names;',
    '  setpgrp(0, 0) if $how eq "group";',
    "}",
    "exec { $ARGV[0] } @ARGV;",
    'print STDERR "$ARGV[0]: $!\\n";',
    "exit 127;",
  ]);
}
