/**
 * A function for control scripts: `runs_as PID UID` succeeds where the process has that real user. A supervisor starts a script as root,
 * which becomes the service's program and its user as the last thing: until then, the service does not run yet.
 */
export const runsAs: readonly string[] = [
  "runs_as() {",
  "  while read -r key user _; do",
  '    [ "$key" != Uid: ] || { [ "$user" = "$2" ]; return; }',
  '  done 2>/dev/null <"/proc/$1/status"',
  "  return 1",
  "}",
];
