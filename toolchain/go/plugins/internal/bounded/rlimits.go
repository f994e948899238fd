package bounded

import "encoding/json"

// resourceNumbers are the kernel's, the same on every architecture that Docker runs on but MIPS and SPARC.
var resourceNumbers = map[string]int{
	"RLIMIT_CPU": 0, "RLIMIT_FSIZE": 1, "RLIMIT_DATA": 2, "RLIMIT_STACK": 3, "RLIMIT_CORE": 4, "RLIMIT_RSS": 5,
	"RLIMIT_NPROC": 6, "RLIMIT_NOFILE": 7, "RLIMIT_MEMLOCK": 8, "RLIMIT_AS": 9, "RLIMIT_LOCKS": 10,
	"RLIMIT_SIGPENDING": 11, "RLIMIT_MSGQUEUE": 12, "RLIMIT_NICE": 13, "RLIMIT_RTPRIO": 14, "RLIMIT_RTTIME": 15,
}

// rlimits lowers limits above the hard limit in effect. Raising a hard limit takes CAP_SYS_RESOURCE: without it setrlimit
// fails with EPERM and runc gives the container up, so the most that can be had is what this process has.
func (h Host) rlimits(process object) (bool, error) {
	return change(process, "rlimits", func(list *[]object) (bool, error) {
		changedAny := false
		for _, limit := range *list {
			var name string
			if err := json.Unmarshal(limit["type"], &name); err != nil {
				return false, err
			}
			number, known := resourceNumbers[name]
			if !known {
				continue
			}
			ceiling, err := h.HardLimit(number)
			if err != nil {
				return false, err
			}
			for _, field := range []string{"hard", "soft"} {
				changed, err := change(limit, field, func(value *uint64) (bool, error) {
					above := *value > ceiling
					*value = min(*value, ceiling)
					return above, nil
				})
				if err != nil {
					return false, err
				}
				changedAny = changedAny || changed
			}
		}
		return changedAny, nil
	})
}
