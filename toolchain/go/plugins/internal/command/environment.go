package command

import "maps"

const (
	previousStdout = "PULUMI_COMMAND_STDOUT"
	previousStderr = "PULUMI_COMMAND_STDERR"
)

// environment is the plugin's own, then the last run's outputs, then the command's: of two equal names the later one wins.
func environment(inherited []string, outputs *Outputs) []string {
	result := append([]string{}, inherited...)
	if outputs.AddPreviousOutputInEnv == nil || *outputs.AddPreviousOutputInEnv {
		if outputs.Stdout != "" {
			result = append(result, previousStdout+"="+outputs.Stdout)
		}
		if outputs.Stderr != "" {
			result = append(result, previousStderr+"="+outputs.Stderr)
		}
	}
	if outputs.Environment == nil {
		return result
	}
	for name, value := range maps.All(*outputs.Environment) {
		result = append(result, name+"="+value)
	}
	return result
}
