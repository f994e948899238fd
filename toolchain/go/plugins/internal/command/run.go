package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	provider "github.com/pulumi/pulumi-go-provider"

	"container-approaches/toolchain/plugins/internal/processgroup"
)

// grace is how long a cancelled command may take to end by itself.
const grace = 5 * time.Second

// run executes the script as outputs.Inputs says and puts what it printed into outputs.
func run(ctx context.Context, script string, outputs *Outputs) error {
	args := append(interpreter(outputs.Interpreter), script)
	command := exec.Command(args[0], args[1:]...)
	command.Env = environment(os.Environ(), outputs)
	if outputs.Dir != nil {
		// Without this look the error would be that the interpreter does not exist.
		if _, err := os.Stat(*outputs.Dir); err != nil {
			return fmt.Errorf("dir: %w", err)
		}
		command.Dir = *outputs.Dir
	}
	if outputs.Stdin != nil {
		command.Stdin = strings.NewReader(*outputs.Stdin)
	}
	log := provider.GetLogger(ctx)
	stdout := newCapture(outputs.Logging.showsStdout(), log.Info)
	stderr := newCapture(outputs.Logging.showsStderr(), log.Info)
	command.Stdout, command.Stderr = io.Writer(stdout), io.Writer(stderr)
	err := processgroup.Run(ctx, command, grace)
	stdout.flush()
	stderr.flush()
	if err != nil {
		return failure(err, script, stdout.text(), stderr.text())
	}
	outputs.Stdout, outputs.Stderr = stdout.text(), stderr.text()
	return nil
}

func interpreter(given *[]string) []string {
	if given == nil || len(*given) == 0 {
		return []string{"/bin/sh", "-c"}
	}
	// A copy: appending to the caller's slice could write into its state.
	return append([]string{}, *given...)
}

func failure(err error, script, stdout, stderr string) error {
	reason := err.Error()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() >= 0 {
		reason = fmt.Sprintf("exit status %d", exit.ExitCode())
	}
	return fmt.Errorf("%s: running %q\nstdout: %s\nstderr: %s", reason, script, orNothing(stdout), orNothing(stderr))
}

func orNothing(text string) string {
	if text == "" {
		return "(nothing)"
	}
	return text
}
