// Package processgroup runs a process so that cancelling it ends everything the process started, not only its leader.
package processgroup

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"syscall"
	"time"
)

// pollInterval is how often a group that was told to end is looked at.
const pollInterval = 20 * time.Millisecond

// pipeGrace bounds the wait for output after the whole group is gone: a process that left the group may hold the pipes.
const pipeGrace = time.Second

// Run starts the command as the leader of its own process group and waits for it. When ctx ends first, the group gets SIGTERM,
// and SIGKILL if any of it is left after grace; the error then wraps the context's cause.
func Run(ctx context.Context, command *exec.Cmd, grace time.Duration) error {
	if err := context.Cause(ctx); err != nil {
		return err
	}
	if command.SysProcAttr == nil {
		command.SysProcAttr = &syscall.SysProcAttr{}
	}
	command.SysProcAttr.Setpgid = true
	if err := command.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	stopErr := stop(command.Process.Pid, grace)
	select {
	case <-ended:
	case <-time.After(pipeGrace):
	}
	return errors.Join(fmt.Errorf("canceled: %w", context.Cause(ctx)), stopErr)
}

func stop(group int, grace time.Duration) error {
	if err := signalGroup(group, syscall.SIGTERM); err != nil {
		return err
	}
	for deadline := time.Now().Add(grace); time.Now().Before(deadline); time.Sleep(pollInterval) {
		if !alive(group) {
			return nil
		}
	}
	return signalGroup(group, syscall.SIGKILL)
}

func alive(group int) bool {
	return !errors.Is(syscall.Kill(-group, 0), syscall.ESRCH)
}

func signalGroup(group int, signal syscall.Signal) error {
	// A group that is gone already is what was wanted.
	if err := syscall.Kill(-group, signal); err != nil && !errors.Is(err, syscall.ESRCH) {
		return fmt.Errorf("sending %v to process group %d: %w", signal, group, err)
	}
	return nil
}
