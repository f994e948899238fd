package bounded

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// Host is what this process, and so the runc it becomes, may do.
type Host struct {
	// Lacking is what the bounding set does not hold: nobody below this process can have it.
	Lacking Capabilities
	// Limits tells whether resource limits cannot be raised and the OOM score not lowered: CAP_SYS_RESOURCE is not effective.
	Limited bool
	// HardLimit returns the hard limit in effect for a resource number.
	HardLimit func(resource int) (uint64, error)
	// OOMScoreAdj is the current adjustment.
	OOMScoreAdj int64
}

// ReadHost looks at the process itself.
func ReadHost() (Host, error) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return Host{}, err
	}
	lacking, err := missing(string(status), "CapBnd")
	if err != nil {
		return Host{}, err
	}
	ineffective, err := missing(string(status), "CapEff")
	if err != nil {
		return Host{}, err
	}
	text, err := os.ReadFile("/proc/self/oom_score_adj")
	if err != nil {
		return Host{}, err
	}
	score, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
	if err != nil {
		return Host{}, fmt.Errorf("/proc/self/oom_score_adj: %w", err)
	}
	return Host{Lacking: lacking, Limited: ineffective[sysResource], HardLimit: hardLimit, OOMScoreAdj: score}, nil
}

func hardLimit(resource int) (uint64, error) {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(resource, &limit); err != nil {
		return 0, fmt.Errorf("reading resource limit %d: %w", resource, err)
	}
	return limit.Max, nil
}
