package bounded

import "path/filepath"

// Prepare edits the files that the command will read and returns the arguments for the real runc.
func (h Host) Prepare(invocation Invocation, args []string) ([]string, error) {
	switch invocation.Command {
	case "create", "run", "restore":
		return args, h.EditConfig(filepath.Join(invocation.Bundle, "config.json"))
	case "exec":
		if invocation.Process != "" {
			return args, h.EditProcess(invocation.Process)
		}
		return invocation.WithoutCaps(args, h.Lacking), nil
	default:
		return args, nil
	}
}
