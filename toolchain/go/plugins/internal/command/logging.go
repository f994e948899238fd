package command

import "github.com/pulumi/pulumi-go-provider/infer"

// Logging says which of a command's streams are shown while it runs.
type Logging string

// The values of Logging, as @pulumi/command declares them.
const (
	LogStdout          Logging = "stdout"
	LogStderr          Logging = "stderr"
	LogStdoutAndStderr Logging = "stdoutAndStderr"
	LogNone            Logging = "none"
)

// Annotate gives the enumeration its name.
func (l *Logging) Annotate(a infer.Annotator) { a.SetToken("local", "Logging") }

// Values makes Logging an enumeration in the schema.
func (Logging) Values() []infer.EnumValue[Logging] {
	return []infer.EnumValue[Logging]{
		{Name: "Stdout", Value: LogStdout, Description: "Show standard output only."},
		{Name: "Stderr", Value: LogStderr, Description: "Show standard error only."},
		{Name: "StdoutAndStderr", Value: LogStdoutAndStderr, Description: "Show both."},
		{Name: "None", Value: LogNone, Description: "Show nothing."},
	}
}

func (l *Logging) showsStdout() bool { return l == nil || *l == LogStdout || *l == LogStdoutAndStderr }

func (l *Logging) showsStderr() bool { return l == nil || *l == LogStderr || *l == LogStdoutAndStderr }
