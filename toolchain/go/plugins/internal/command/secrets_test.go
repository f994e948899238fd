package command

import (
	"context"
	"testing"

	provider "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

func streams(stdout property.Value) property.Map {
	return property.NewMap(map[string]property.Value{"stdout": stdout, "stderr": property.New("")})
}

func TestStreamsAreSecretWhenAnInputHoldsASecret(t *testing.T) {
	plain := property.NewMap(map[string]property.Value{"create": property.New("x")})
	nested := property.NewMap(map[string]property.Value{
		"environment": property.New(map[string]property.Value{"PASSWORD": property.New("p").WithSecret(true)}),
	})
	cases := map[string]struct {
		inputs, before property.Map
		want           bool
	}{
		"no secret":                     {plain, streams(property.New("text")), false},
		"a nested secret":               {nested, streams(property.New("text")), true},
		"a secret text that stays":      {plain, streams(property.New("text").WithSecret(true)), true},
		"a secret text that is no more": {plain, streams(property.New("old").WithSecret(true)), false},
	}
	inner := provider.Provider{
		Create: func(context.Context, provider.CreateRequest) (provider.CreateResponse, error) {
			return provider.CreateResponse{Properties: streams(property.New("text"))}, nil
		},
		Update: func(context.Context, provider.UpdateRequest) (provider.UpdateResponse, error) {
			return provider.UpdateResponse{Properties: streams(property.New("text"))}, nil
		},
	}
	served := withSecretOutputs(inner)
	for name, c := range cases {
		updated, err := served.Update(context.Background(), provider.UpdateRequest{Inputs: c.inputs, State: c.before})
		if got := updated.Properties.Get("stdout").Secret(); err != nil || got != c.want {
			t.Errorf("update with %s: secret is %v, %v", name, got, err)
		}
	}
	created, err := served.Create(context.Background(), provider.CreateRequest{Properties: nested})
	if err != nil || !created.Properties.Get("stderr").Secret() {
		t.Errorf("create with a nested secret: %v, %v", created.Properties, err)
	}
}
