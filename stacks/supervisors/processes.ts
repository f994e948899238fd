/**
 * A function for control scripts: `runs_as PID UID` succeeds if the process has that real user. A supervisor starts a script as root, which
 * changes to the service's user just before it becomes the service's program: until then, the service does not run.
 */
export const runsAs: readonly string[] = [
  "runs_as() {",
  "  while read -r key user _; do",
  '    [ "$key" != Uid: ] || { [ "$user" = "$2" ]; return; }',
  '  done 2>/dev/null <"/proc/$1/status"',
  "  return 1",
  "}",
];
