package command

import (
	provider "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
)

// Name is the Pulumi package that the plugin serves.
const Name = "command"

// Version is the version of @pulumi/command that the plugin stands in for.
const Version = "1.2.1"

// Provider serves the resource.
func Provider() provider.Provider {
	return withSecretOutputs(infer.Provider(infer.Options{Resources: []infer.InferredResource{infer.Resource(&Command{})}}))
}
