// Package command implements the resource local.Command of @pulumi/command: shell commands in a resource's life cycle.
package command

import (
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi-go-provider/infer/types"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// Command is the resource.
type Command struct{}

// Annotate gives the resource its name.
func (c *Command) Annotate(a infer.Annotator) {
	a.SetToken("local", "Command")
	a.Describe(c, "A local command that runs when the resource is created, updated or deleted.")
}

// Inputs are what a program passes.
type Inputs struct {
	Create                 *string            `pulumi:"create,optional"`
	Update                 *string            `pulumi:"update,optional"`
	Delete                 *string            `pulumi:"delete,optional"`
	Triggers               *[]any             `pulumi:"triggers,optional" provider:"replaceOnChanges"`
	Interpreter            *[]string          `pulumi:"interpreter,optional"`
	Dir                    *string            `pulumi:"dir,optional"`
	Environment            *map[string]string `pulumi:"environment,optional"`
	Stdin                  *string            `pulumi:"stdin,optional"`
	Logging                *Logging           `pulumi:"logging,optional"`
	AddPreviousOutputInEnv *bool              `pulumi:"addPreviousOutputInEnv,optional"`
	AssetPaths             *[]string          `pulumi:"assetPaths,optional"`
	ArchivePaths           *[]string          `pulumi:"archivePaths,optional"`
}

// Outputs are the inputs and what the last run of create or update printed.
type Outputs struct {
	Inputs
	Stdout string `pulumi:"stdout"`
	Stderr string `pulumi:"stderr"`
	// Never set, see check.go: they are here so that the type is the published one.
	Assets  *map[string]types.AssetOrArchive `pulumi:"assets,optional"`
	Archive *resource.Archive                `pulumi:"archive,optional"`
}

// Annotate documents the inputs.
func (i *Inputs) Annotate(a infer.Annotator) {
	a.Describe(&i.Create, "What to run on creation, and on updates when there is no update command.")
	a.Describe(&i.Update, "What to run on updates.")
	a.Describe(&i.Delete, "What to run on deletion.")
	a.Describe(&i.Triggers, "Values of any type; a change of any of them replaces the resource.")
	a.Describe(&i.Interpreter, `The program and arguments that get the command as last argument. Defaults to /bin/sh -c.`)
	a.Describe(&i.Dir, "The directory to run in. Defaults to that of the program.")
	a.Describe(&i.Environment, "Variables for the command, beside those of the plugin.")
	a.Describe(&i.Stdin, "Text for the command's standard input.")
	a.Describe(&i.Logging, "Which of the command's streams are shown while it runs. Defaults to both.")
	a.Describe(&i.AddPreviousOutputInEnv,
		"Whether the outputs of the last run are in PULUMI_COMMAND_STDOUT and PULUMI_COMMAND_STDERR. Defaults to true.")
	a.Describe(&i.AssetPaths, "Not served by this build of the plugin.")
	a.Describe(&i.ArchivePaths, "Not served by this build of the plugin.")
}
