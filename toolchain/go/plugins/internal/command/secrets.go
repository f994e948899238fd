package command

import (
	"context"

	provider "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// withSecretOutputs makes what a command prints secret when any of its inputs holds a secret, at whatever depth: a variable of
// the environment may be echoed. By itself the framework does so only for inputs that are secret as a whole.
func withSecretOutputs(inner provider.Provider) provider.Provider {
	outer := inner
	outer.Create = func(ctx context.Context, req provider.CreateRequest) (provider.CreateResponse, error) {
		response, err := inner.Create(ctx, req)
		if property.New(req.Properties).HasSecrets() {
			response.Properties = hideStreams(response.Properties)
		}
		return response, err
	}
	outer.Update = func(ctx context.Context, req provider.UpdateRequest) (provider.UpdateResponse, error) {
		response, err := inner.Update(ctx, req)
		if property.New(req.Inputs).HasSecrets() || keepsSecret(req.State, response.Properties) {
			response.Properties = hideStreams(response.Properties)
		}
		return response, err
	}
	return outer
}

// keepsSecret tells whether a text that was secret is still there: an update that runs nothing keeps what the last run printed.
func keepsSecret(before, after property.Map) bool {
	for _, name := range []string{"stdout", "stderr"} {
		old := before.Get(name)
		if old.Secret() && old.IsString() && old.AsString() != "" && old.WithSecret(false).Equals(after.Get(name).WithSecret(false)) {
			return true
		}
	}
	return false
}

func hideStreams(outputs property.Map) property.Map {
	for _, name := range []string{"stdout", "stderr"} {
		if value, found := outputs.GetOk(name); found {
			outputs = outputs.Set(name, value.WithSecret(true))
		}
	}
	return outputs
}
