// Command pulumi-resource-docker serves the resource types of @pulumi/docker by bridging the Terraform Docker provider.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"

	"container-approaches/toolchain/plugins/internal/dockerbridge"
	"container-approaches/toolchain/plugins/internal/engine"
)

// grace is how long operations under way, cancelled when the engine's connection broke, may take to end.
const grace = 5 * time.Second

func main() {
	// The bridge takes no context, so the end is a plain exit.
	err := engine.Watch(context.Background(), engine.Address(os.Args[1:]), func() {
		time.Sleep(grace)
		os.Exit(1)
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	tfbridge.Main(dockerbridge.Name, dockerbridge.Version, dockerbridge.Info(), dockerbridge.Schema)
}
