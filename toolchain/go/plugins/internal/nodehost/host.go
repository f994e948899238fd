// Package nodehost runs Pulumi programs written for Node: the engine talks to it, it talks to `node`.
package nodehost

import (
	"context"
	"sync"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
)

// Version is that of the CLI the host is built for.
const Version = "3.259.0"

// Host implements the engine's interface to a language. What it does not override answers "unimplemented".
type Host struct {
	pulumirpc.UnimplementedLanguageRuntimeServer
	// running ends when the host must end what it started.
	running context.Context
	cancel  context.CancelFunc

	mutex  sync.Mutex
	engine string
}

// New returns a host for the engine at the given address (the handshake may bring another). Whatever it starts ends with ctx.
func New(ctx context.Context, engine string) *Host {
	running, cancel := context.WithCancel(ctx)
	return &Host{running: running, cancel: cancel, engine: engine}
}

// Handshake takes the engine's address.
func (h *Host) Handshake(
	_ context.Context, req *pulumirpc.LanguageHandshakeRequest,
) (*pulumirpc.LanguageHandshakeResponse, error) {
	if req.GetEngineAddress() != "" {
		h.mutex.Lock()
		defer h.mutex.Unlock()
		h.engine = req.GetEngineAddress()
	}
	return &pulumirpc.LanguageHandshakeResponse{}, nil
}

func (h *Host) engineAddress() string {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	return h.engine
}

// GetPluginInfo tells the host's version.
func (h *Host) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: Version}, nil
}

// RuntimeOptionsPrompts asks nothing: the only package manager served is npm.
func (h *Host) RuntimeOptionsPrompts(
	context.Context, *pulumirpc.RuntimeOptionsRequest,
) (*pulumirpc.RuntimeOptionsResponse, error) {
	return &pulumirpc.RuntimeOptionsResponse{}, nil
}

// Cancel ends every program and installation that the host started.
func (h *Host) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	h.cancel()
	return &emptypb.Empty{}, nil
}

// bound is a context that ends with the call and with the host, whichever is first.
func (h *Host) bound(call context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(call)
	stop := context.AfterFunc(h.running, cancel)
	return ctx, func() {
		stop()
		cancel()
	}
}
