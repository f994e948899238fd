package nodehost

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"container-approaches/toolchain/plugins/internal/processgroup"
)

// bailExitCode is how the SDK says that it has shown the error already.
const bailExitCode = 32

// programGrace is how long a cancelled program may take to end by itself.
const programGrace = 2 * time.Second

// Run runs a program to its end.
func (h *Host) Run(call context.Context, req *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	if req.GetAttachDebugger() {
		return nil, status.Error(codes.Unimplemented,
			"this language host cannot attach a debugger: set the runtime option nodeargs to --inspect-brk instead")
	}
	if req.GetQueryMode() {
		return nil, status.Error(codes.Unimplemented, "this language host has no query mode")
	}
	command, err := programCommand(req, h.engineAddress())
	if err != nil {
		return &pulumirpc.RunResponse{Error: err.Error()}, nil
	}
	// The engine shows what arrives on these two.
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	ctx, end := h.bound(call)
	defer end()
	return response(processgroup.Run(ctx, command, programGrace)), nil
}

func programCommand(req *pulumirpc.RunRequest, engine string) (*exec.Cmd, error) {
	options, err := parseOptions(req.GetInfo().GetOptions())
	if err != nil {
		return nil, err
	}
	script, err := locateStarter(req.GetInfo().GetProgramDirectory())
	if err != nil {
		return nil, err
	}
	node, err := exec.LookPath("node")
	if err != nil {
		return nil, fmt.Errorf("node is not on PATH: %w", err)
	}
	command := exec.Command(node, arguments(req, options, script, engine)...)
	// Modules that nodeargs name, such as `--import tsx`, are looked up from here.
	command.Dir = req.GetInfo().GetProgramDirectory()
	command.Env, err = environment(os.Environ(), req, options)
	return command, err
}

func response(err error) *pulumirpc.RunResponse {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return &pulumirpc.RunResponse{}
	case errors.As(err, &exit) && exit.ExitCode() == bailExitCode:
		return &pulumirpc.RunResponse{Bail: true}
	case errors.As(err, &exit) && exit.ExitCode() >= 0:
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("program exited with non-zero exit code: %d", exit.ExitCode())}
	case errors.As(err, &exit):
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("program ended: %v", exit)}
	default:
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("running the program: %v", err)}
	}
}
