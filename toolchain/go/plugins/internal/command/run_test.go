package command

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

func pointer[T any](value T) *T { return &value }

func TestRun(t *testing.T) {
	cases := map[string]struct {
		script         string
		inputs         Inputs
		stdout, stderr string
	}{
		"streams, less one line end": {script: "echo a; echo; echo b >&2", stdout: "a\n", stderr: "b"},
		"stdin":                      {script: "cat", inputs: Inputs{Stdin: pointer("in")}, stdout: "in"},
		"dir":                        {script: "pwd", inputs: Inputs{Dir: pointer("/")}, stdout: "/"},
		"interpreter":                {script: "x", inputs: Inputs{Interpreter: &[]string{"/bin/echo", "-n", "a b"}}, stdout: "a b x"},
		"no interpreter":             {script: "echo $0", inputs: Inputs{Interpreter: &[]string{}}, stdout: "/bin/sh"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			outputs := Outputs{Inputs: c.inputs}
			if err := run(context.Background(), c.script, &outputs); err != nil {
				t.Fatal(err)
			}
			if outputs.Stdout != c.stdout || outputs.Stderr != c.stderr {
				t.Errorf("got %q and %q", outputs.Stdout, outputs.Stderr)
			}
		})
	}
}

func TestRunFailure(t *testing.T) {
	outputs := Outputs{Stdout: "before"}
	err := run(context.Background(), "echo said; echo bad >&2; exit 4", &outputs)
	want := "exit status 4: running \"echo said; echo bad >&2; exit 4\"\nstdout: said\nstderr: bad"
	if err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
	if outputs.Stdout != "before" {
		t.Errorf("a failed run changes the outputs to %q", outputs.Stdout)
	}
	err = run(context.Background(), "true", &Outputs{Inputs: Inputs{Dir: pointer("/no/such")}})
	if err == nil || !strings.Contains(err.Error(), "dir: stat /no/such") {
		t.Errorf("got %v", err)
	}
}

func TestRunSaysThatItWasCanceled(t *testing.T) {
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(errors.New("by the user"))
	if err := run(ctx, "true", &Outputs{}); err == nil || !strings.Contains(err.Error(), "by the user") {
		t.Errorf("got %v", err)
	}
}

func TestEnvironment(t *testing.T) {
	outputs := Outputs{Stdout: "o", Stderr: "e", Inputs: Inputs{Environment: &map[string]string{previousStdout: "mine"}}}
	want := []string{"A=1", previousStdout + "=o", previousStderr + "=e", previousStdout + "=mine"}
	if got := environment([]string{"A=1"}, &outputs); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	outputs.AddPreviousOutputInEnv, outputs.Environment = pointer(false), nil
	if got := environment(nil, &outputs); len(got) != 0 {
		t.Errorf("got %q", got)
	}
}

func TestCaptureShowsWholeLines(t *testing.T) {
	var shown []string
	c := newCapture(true, func(line string) { shown = append(shown, line) })
	for _, part := range []string{"a", "b\nc\n\nd", ""} {
		if _, err := c.Write([]byte(part)); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(shown, []string{"ab", "c", ""}) {
		t.Errorf("before the end: %q", shown)
	}
	c.flush()
	c.flush()
	if !slices.Equal(shown, []string{"ab", "c", "", "d"}) || c.text() != "ab\nc\n\nd" {
		t.Errorf("at the end: %q of %q", shown, c.text())
	}
}

func TestRefusals(t *testing.T) {
	text := func(value string) property.Value { return property.New(value) }
	cases := map[string]struct {
		inputs map[string]property.Value
		want   []string
	}{
		"nothing":        {nil, nil},
		"files":          {map[string]property.Value{"assetPaths": property.New([]property.Value{text("x")}), "archivePaths": property.New(property.Computed)}, []string{"assetPaths", "archivePaths"}},
		"known logging":  {map[string]property.Value{"logging": text("none")}, nil},
		"logging later":  {map[string]property.Value{"logging": property.New(property.Computed)}, nil},
		"other logging":  {map[string]property.Value{"logging": text("all")}, []string{"logging"}},
		"empty program":  {map[string]property.Value{"interpreter": property.New([]property.Value{text("")})}, []string{"interpreter"}},
		"no interpreter": {map[string]property.Value{"interpreter": property.New([]property.Value{})}, nil},
	}
	for name, c := range cases {
		var got []string
		for _, failure := range refusals(property.NewMap(c.inputs)) {
			got = append(got, failure.Property)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}
