package nodehost

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sync"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"

	"container-approaches/toolchain/plugins/internal/processgroup"
)

// InstallDependencies runs npm in the program's folder and streams what it prints.
func (h *Host) InstallDependencies(
	req *pulumirpc.InstallDependenciesRequest, server grpc.ServerStreamingServer[pulumirpc.InstallDependenciesResponse],
) error {
	if _, err := parseOptions(req.GetInfo().GetOptions()); err != nil {
		return err
	}
	directory := req.GetInfo().GetProgramDirectory()
	if directory == "" {
		directory = req.GetDirectory()
	}
	args, err := installArguments(directory)
	if err != nil {
		return err
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		return fmt.Errorf("npm is not on PATH: %w", err)
	}
	ctx, end := h.bound(server.Context())
	defer end()
	command := exec.Command(npm, args...)
	command.Dir = directory
	var mutex sync.Mutex // A stream takes one message at a time.
	command.Stdout = streamWriter{&mutex, func(data []byte) error {
		return server.Send(&pulumirpc.InstallDependenciesResponse{Stdout: data})
	}}
	command.Stderr = streamWriter{&mutex, func(data []byte) error {
		return server.Send(&pulumirpc.InstallDependenciesResponse{Stderr: data})
	}}
	if err := processgroup.Run(ctx, command, programGrace); err != nil {
		return fmt.Errorf("npm %s in %s: %w", args[0], directory, err)
	}
	return nil
}

// installArguments prefers what the lock file says; without one, npm makes it.
func installArguments(directory string) ([]string, error) {
	_, err := os.Stat(filepath.Join(directory, "package-lock.json"))
	if err == nil {
		return []string{"ci", "--loglevel=error"}, nil
	}
	if errors.Is(err, fs.ErrNotExist) {
		return []string{"install", "--loglevel=error"}, nil
	}
	return nil, err
}

type streamWriter struct {
	mutex *sync.Mutex
	send  func([]byte) error
}

func (w streamWriter) Write(data []byte) (int, error) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	// A copy: the writer's buffer is used again before the message is on its way.
	if err := w.send(append([]byte{}, data...)); err != nil {
		return 0, err
	}
	return len(data), nil
}
