package nodehost

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/signal"
	"syscall"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"

	"container-approaches/toolchain/plugins/internal/engine"
)

// Serve answers the engine until it says stop or is gone. The port is printed to out, as the engine expects.
func Serve(address string, out io.Writer) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if err := engine.Watch(ctx, address, cancel); err != nil {
		return err
	}
	ended := make(chan bool)
	context.AfterFunc(ctx, func() { close(ended) })
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: ended,
		Init: func(server *grpc.Server) error {
			pulumirpc.RegisterLanguageRuntimeServer(server, New(ctx, address))
			return nil
		},
	})
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintln(out, handle.Port); err != nil {
		return errors.Join(errors.New("printing the port"), err)
	}
	return <-handle.Done
}
