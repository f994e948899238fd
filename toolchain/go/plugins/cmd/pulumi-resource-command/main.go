// Command pulumi-resource-command serves the resource local.Command of @pulumi/command.
package main

import (
	"context"
	"fmt"
	"os"

	provider "github.com/pulumi/pulumi-go-provider"

	"container-approaches/toolchain/plugins/internal/command"
	"container-approaches/toolchain/plugins/internal/engine"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	if err := engine.Watch(ctx, engine.Address(os.Args[1:]), cancel); err != nil {
		return err
	}
	return provider.RunProvider(ctx, command.Name, command.Version, command.Provider())
}
