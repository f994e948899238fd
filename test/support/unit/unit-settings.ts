/** Settings that the units may have: all are in systemd 249, the oldest of the base images. */
export const known: Readonly<Record<string, readonly string[]>> = {
  Unit: [
    ...["Description", "DefaultDependencies", "Requires", "Wants", "After", "Before", "Conflicts"],
    ...["StartLimitIntervalSec", "AllowIsolate", "SuccessAction"],
  ],
  Service: [
    ...["Type", "ExecCondition", "ExecStartPre", "ExecStart", "ExecStartPost", "ExecStopPost", "RuntimeMaxSec"],
    ...["Restart", "RestartSec", "TimeoutStartSec", "KillMode", "KillSignal", "TimeoutStopSec", "SuccessExitStatus"],
    ...["User", "Group", "SupplementaryGroups", "Environment"],
    ...["CapabilityBoundingSet", "NoNewPrivileges", "SystemCallFilter", "SystemCallErrorNumber"],
    ...["StandardInput", "StandardOutput", "StandardError", "SyslogIdentifier", "SyslogLevelPrefix"],
    ...["ExecStop", "UnsetEnvironment"],
  ],
  Socket: ["ListenFIFO", "SocketMode", "DirectoryMode", "ExecStartPost", "RemoveOnStop"],
};
/** Those that may stand in a section more than once. */
export const repeatable = ["Environment", "ExecStartPre", "ExecStartPost"];
