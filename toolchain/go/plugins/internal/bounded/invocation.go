package bounded

import "strings"

// Invocation is what matters of runc's command line.
type Invocation struct {
	Command   string
	Bundle    string
	Process   string
	Log       string
	LogFormat string
	// caps are where the values of --cap flags are in the arguments.
	caps []flagWord
}

// flagWord is a flag's place: the index of its first word and how many words it takes.
type flagWord struct {
	index, count int
	value        string
}

// Flags that take no value; every other flag does, in the same word after = or in the next one.
var (
	globalSwitches  = set("debug systemd-cgroup help h version v")
	commandSwitches = map[string]map[string]bool{
		"create": set("no-pivot no-new-keyring help h"),
		"run":    set("detach d keep no-subreaper no-pivot no-new-keyring help h"),
		"restore": set("tcp-established ext-unix-sk shell-job file-locks detach d no-subreaper no-pivot auto-dedup " +
			"lazy-pages help h"),
		"exec": set("tty t detach d no-new-privs ignore-paused help h"),
	}
)

func set(words string) map[string]bool {
	result := map[string]bool{}
	for _, word := range strings.Fields(words) {
		result[word] = true
	}
	return result
}

// Parse reads the arguments after the program's name. Words after the container's id are the container's own.
func Parse(args []string) Invocation {
	invocation := Invocation{Bundle: ".", LogFormat: "text"}
	next := eachFlag(args, 0, globalSwitches, func(name string, word flagWord) {
		switch name {
		case "log":
			invocation.Log = word.value
		case "log-format":
			invocation.LogFormat = word.value
		}
	})
	if next >= len(args) {
		return invocation
	}
	invocation.Command = args[next]
	switches, known := commandSwitches[invocation.Command]
	if !known {
		return invocation
	}
	eachFlag(args, next+1, switches, func(name string, word flagWord) {
		switch name {
		case "bundle", "b":
			invocation.Bundle = word.value
		case "process", "p":
			invocation.Process = word.value
		case "cap", "c":
			invocation.caps = append(invocation.caps, word)
		}
	})
	return invocation
}

// eachFlag visits the flags from index on and returns the index of the first word that is not one.
func eachFlag(args []string, index int, switches map[string]bool, visit func(name string, word flagWord)) int {
	for index < len(args) {
		arg := args[index]
		if len(arg) < 2 || arg[0] != '-' {
			return index
		}
		if arg == "--" {
			return index + 1
		}
		name, value, inline := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		count := 1
		if !inline && !switches[name] && index+1 < len(args) {
			value, count = args[index+1], 2
		}
		visit(name, flagWord{index, count, value})
		index += count
	}
	return index
}

// WithoutCaps returns the arguments less the --cap flags that name a capability the host lacks.
func (i Invocation) WithoutCaps(args []string, lacking Capabilities) []string {
	kept := []string{}
	from := 0
	for _, word := range i.caps {
		if !lacking[word.value] {
			continue
		}
		kept = append(kept, args[from:word.index]...)
		from = word.index + word.count
	}
	return append(kept, args[from:]...)
}
