// Command generate writes the Docker plugin's schema, derived from the Terraform provider's own, to the file it is given.
// It is a module of its own because the generator needs twice as many packages as the plugin.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfgen"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag/colors"

	"container-approaches/toolchain/plugins/internal/dockerbridge"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: generate FILE")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(path string) error {
	sink := diag.DefaultSink(io.Discard, os.Stderr, diag.FormatOptions{Color: colors.Never})
	result, err := tfgen.GenerateSchemaWithOptions(tfgen.GenerateSchemaOptions{
		ProviderInfo:    dockerbridge.Info(),
		DiagnosticsSink: sink,
		// Descriptions come from the Terraform schema: the documentation repository is not at hand.
		XInMemoryDocs: true,
	})
	if err != nil {
		return err
	}
	schema, err := json.MarshalIndent(result.PackageSpec, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(schema, '\n'), 0o644)
}
