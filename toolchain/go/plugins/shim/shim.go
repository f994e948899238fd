// Package shim makes the Terraform Docker provider importable. Upstream keeps it in an internal package; the import path of
// this module lies below upstream's, so the compiler lets it through.
package shim

import (
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/terraform-providers/terraform-provider-docker/internal/provider"
)

// NewProvider returns the Terraform provider; the version ends up in its user agent.
func NewProvider(version string) *schema.Provider { return provider.New(version)() }
