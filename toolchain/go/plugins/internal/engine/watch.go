// Package engine lets a plugin notice that the engine which started it is gone.
package engine

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
)

// interval is how soon a plugin notices. The SDK's own check takes up to five minutes, during which a killed engine's plugins
// would stay around.
const interval = time.Second

// Watch calls gone once when the engine at the address stops answering. An empty address, of a plugin that was started by
// hand, is never gone.
func Watch(ctx context.Context, address string, gone func()) error {
	if address == "" {
		return nil
	}
	if err := rpcutil.Healthcheck(ctx, address, interval, gone); err != nil {
		return fmt.Errorf("watching the engine at %s: %w", address, err)
	}
	return nil
}

// Address is the last of a plugin's arguments, if it is no flag.
func Address(args []string) string {
	if len(args) == 0 || strings.HasPrefix(args[len(args)-1], "-") {
		return ""
	}
	return args[len(args)-1]
}
