// Command pulumi-language-nodejs runs Pulumi programs written for Node.
package main

import (
	"flag"
	"fmt"
	"os"

	"container-approaches/toolchain/plugins/internal/nodehost"
)

func main() {
	flag.String("tracing", "", "where the engine wants traces; this host sends none")
	flag.Parse()
	if err := nodehost.Serve(flag.Arg(0), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
