package command

import (
	"context"
	"fmt"

	provider "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// Check refuses what this plugin would otherwise ignore, in the preview already.
func (Command) Check(ctx context.Context, req infer.CheckRequest) (infer.CheckResponse[Inputs], error) {
	inputs, failures, err := infer.DefaultCheck[Inputs](ctx, req.NewInputs)
	return infer.CheckResponse[Inputs]{Inputs: inputs, Failures: append(failures, refusals(req.NewInputs)...)}, err
}

func refusals(inputs property.Map) []provider.CheckFailure {
	var failures []provider.CheckFailure
	for _, name := range []string{"assetPaths", "archivePaths"} {
		if value, given := inputs.GetOk(name); given && !value.IsNull() {
			failures = append(failures, provider.CheckFailure{
				Property: name,
				Reason:   name + " needs the vendor's command plugin: this one, built for hosts that cannot download it, returns no files",
			})
		}
	}
	if value := inputs.Get("logging"); value.IsString() && !allowed(Logging(value.AsString())) {
		failures = append(failures, provider.CheckFailure{
			Property: "logging",
			Reason:   fmt.Sprintf("%q is not one of stdout, stderr, stdoutAndStderr, none", value.AsString()),
		})
	}
	if value := inputs.Get("interpreter"); value.IsArray() && value.AsArray().Len() > 0 {
		if first := value.AsArray().Get(0); first.IsString() && first.AsString() == "" {
			failures = append(failures, provider.CheckFailure{Property: "interpreter", Reason: "its first element, the program, is empty"})
		}
	}
	return failures
}

func allowed(logging Logging) bool {
	for _, value := range logging.Values() {
		if value.Value == logging {
			return true
		}
	}
	return false
}
