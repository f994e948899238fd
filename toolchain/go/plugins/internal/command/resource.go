package command

import (
	"context"
	"crypto/rand"
	"encoding/hex"

	"github.com/pulumi/pulumi-go-provider/infer"
)

// idBytes is the length of the random part of an id.
const idBytes = 4

// Create runs the create command, if there is one.
func (Command) Create(ctx context.Context, req infer.CreateRequest[Inputs]) (infer.CreateResponse[Outputs], error) {
	outputs := Outputs{Inputs: req.Inputs}
	random := make([]byte, idBytes)
	if _, err := rand.Read(random); err != nil {
		return infer.CreateResponse[Outputs]{}, err
	}
	response := infer.CreateResponse[Outputs]{ID: req.Name + hex.EncodeToString(random), Output: outputs}
	if req.DryRun || req.Inputs.Create == nil {
		return response, nil
	}
	err := run(ctx, *req.Inputs.Create, &response.Output)
	return response, err
}

// Update runs the update command, else the create command, else nothing.
func (Command) Update(
	ctx context.Context, req infer.UpdateRequest[Inputs, Outputs],
) (infer.UpdateResponse[Outputs], error) {
	response := infer.UpdateResponse[Outputs]{
		Output: Outputs{Inputs: req.Inputs, Stdout: req.State.Stdout, Stderr: req.State.Stderr},
	}
	script := req.Inputs.Update
	if script == nil {
		script = req.Inputs.Create
	}
	if req.DryRun || script == nil {
		return response, nil
	}
	err := run(ctx, *script, &response.Output)
	return response, err
}

// Delete runs the delete command, if there is one.
func (Command) Delete(ctx context.Context, req infer.DeleteRequest[Outputs]) (infer.DeleteResponse, error) {
	if req.State.Delete == nil {
		return infer.DeleteResponse{}, nil
	}
	outputs := req.State
	return infer.DeleteResponse{}, run(ctx, *req.State.Delete, &outputs)
}
