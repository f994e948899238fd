package cloud

import (
	"context"
	"fmt"

	gosecrets "gocloud.dev/secrets"
)

// openKeeper stands for the one that knows the key services of the clouds, whose SDKs this build leaves out.
func openKeeper(_ context.Context, address string) (*gosecrets.Keeper, error) {
	return nil, fmt.Errorf("the secrets provider %s is a cloud's, and this pulumi was built without the clouds' SDKs; "+
		"use the provider \"passphrase\", or install Pulumi itself (https://www.pulumi.com/docs/install/) and put it first on PATH",
		address)
}
