// Command runc-bounded is an OCI runtime for hosts whose capability bounding set is reduced: it adapts the container's
// configuration to what the host can grant, then becomes runc.
package main

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"

	"container-approaches/toolchain/plugins/internal/bounded"
)

// activeVariable guards against two copies of this wrapper calling each other for ever.
const activeVariable = "RUNC_BOUNDED_ACTIVE"

func main() {
	invocation := bounded.Parse(os.Args[1:])
	failure := fmt.Errorf("runc-bounded: %w", become(invocation))
	if err := bounded.Report(invocation, failure, os.Stderr, time.Now()); err != nil {
		fmt.Fprintln(os.Stderr, "runc-bounded: reporting the error:", err)
	}
	os.Exit(1)
}

// become returns only when it fails.
func become(invocation bounded.Invocation) error {
	if os.Getenv(activeVariable) != "" {
		return errors.New("the runc on PATH is another copy of this wrapper: put the real runc on PATH")
	}
	runc, err := bounded.FindRunc(os.Getenv("PATH"), "/proc/self/exe")
	if err != nil {
		return err
	}
	host, err := bounded.ReadHost()
	if err != nil {
		return err
	}
	args, err := host.Prepare(invocation, os.Args[1:])
	if err != nil {
		return err
	}
	argv := append([]string{os.Args[0]}, args...)
	return fmt.Errorf("starting %s: %w", runc, syscall.Exec(runc, argv, append(os.Environ(), activeVariable+"=1")))
}
