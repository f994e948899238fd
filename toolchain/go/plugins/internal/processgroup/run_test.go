package processgroup

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestRunReturnsTheExitCode(t *testing.T) {
	err := Run(context.Background(), exec.Command("/bin/sh", "-c", "exit 7"), time.Second)
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 7 {
		t.Fatalf("got %v, want exit status 7", err)
	}
}

func TestRunStartsNothingWhenAlreadyCanceled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	marker := filepath.Join(t.TempDir(), "ran")
	if err := Run(ctx, exec.Command("/bin/touch", marker), time.Second); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v, want context.Canceled", err)
	}
	if _, err := os.Stat(marker); !errors.Is(err, os.ErrNotExist) {
		t.Fatal("the command ran")
	}
}

func TestCancelEndsTheWholeGroup(t *testing.T) {
	cases := map[string]struct {
		script string
		grace  time.Duration
		atMost time.Duration
	}{
		"children that obey":  {"sleep 60 & echo $! > $OUT; wait", 5 * time.Second, 2 * time.Second},
		"children that defy":  {"(trap '' TERM; sleep 60) & echo $! > $OUT; wait", 200 * time.Millisecond, 2 * time.Second},
		"a leader that defy":  {"trap '' TERM; sleep 60 & echo $! > $OUT; while :; do wait; done", 200 * time.Millisecond, 2 * time.Second},
		"children of no pipe": {"trap '' TERM; sleep 60 >/dev/null 2>&1 & echo $! > $OUT; trap - TERM; wait", 200 * time.Millisecond, 2 * time.Second},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := filepath.Join(t.TempDir(), "pid")
			command := exec.Command("/bin/sh", "-c", c.script)
			command.Env = append(os.Environ(), "OUT="+out)
			ctx, cancel := context.WithCancel(context.Background())
			result := make(chan error, 1)
			go func() { result <- Run(ctx, command, c.grace) }()
			child := waitForPid(t, out)
			started := time.Now()
			cancel()
			if err := <-result; !errors.Is(err, context.Canceled) {
				t.Fatalf("got %v, want context.Canceled", err)
			}
			if took := time.Since(started); took > c.atMost {
				t.Errorf("cancelling took %v, at most %v allowed", took, c.atMost)
			}
			expectGone(t, child)
		})
	}
}

func waitForPid(t *testing.T, path string) int {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		data, err := os.ReadFile(path)
		if err != nil || !strings.HasSuffix(string(data), "\n") {
			continue
		}
		pid, err := strconv.Atoi(strings.TrimSpace(string(data)))
		if err != nil {
			t.Fatal(err)
		}
		return pid
	}
	t.Fatal("the command never wrote its child's pid")
	return 0
}

// expectGone accepts a zombie: the reaper of orphans may be slow, and a zombie runs nothing.
func expectGone(t *testing.T, pid int) {
	t.Helper()
	deadline := time.Now().Add(2 * time.Second)
	for time.Now().Before(deadline) {
		if errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
			return
		}
		stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
		if errors.Is(err, os.ErrNotExist) || strings.Contains(string(stat), ") Z ") {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("process %d still runs", pid)
}
