// Package bounded adapts what a container asks for to a host whose own capabilities are reduced, so that plain runc accepts it.
package bounded

import (
	"fmt"
	"strconv"
	"strings"
)

// capabilityNames are in the kernel's numbering, which is for ever.
var capabilityNames = strings.Fields(`
	CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE
	NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN
	SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE
	MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE`)

const sysResource = "CAP_SYS_RESOURCE"

// Capabilities are the names, such as CAP_KILL, that a set of the kernel's lacks.
type Capabilities map[string]bool

// missing returns the known capabilities that are not in the set of the given name (CapBnd, CapEff) in a /proc/PID/status text.
func missing(status, set string) (Capabilities, error) {
	for line := range strings.Lines(status) {
		value, found := strings.CutPrefix(line, set+":")
		if !found {
			continue
		}
		bits, err := strconv.ParseUint(strings.TrimSpace(value), 16, 64)
		if err != nil {
			return nil, fmt.Errorf("%s in /proc/self/status: %w", set, err)
		}
		lacking := Capabilities{}
		for number, name := range capabilityNames {
			if bits>>number&1 == 0 {
				lacking["CAP_"+name] = true
			}
		}
		return lacking, nil
	}
	return nil, fmt.Errorf("/proc/self/status has no line %s", set)
}
