package nodehost

import (
	"strconv"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// arguments is node's command line for a program; script is the SDK's starter.
func arguments(req *pulumirpc.RunRequest, options Options, script, engine string) []string {
	info := req.GetInfo()
	args := append([]string{}, options.NodeArgs...)
	args = append(args, script)
	flag := func(name, value string) {
		if value != "" {
			args = append(args, "--"+name, value)
		}
	}
	flag("monitor", req.GetMonitorAddress())
	flag("engine", engine)
	flag("organization", req.GetOrganization())
	flag("project", req.GetProject())
	flag("root-directory", info.GetRootDirectory())
	flag("stack", req.GetStack())
	flag("pwd", workingDirectory(req))
	flag("parallel", strconv.Itoa(int(req.GetParallel())))
	if req.GetDryRun() {
		args = append(args, "--dry-run")
	}
	// "." makes the SDK look the entry point up in package.json.
	entryPoint := info.GetEntryPoint()
	if entryPoint == "" {
		entryPoint = "."
	}
	return append(append(args, entryPoint), req.GetArgs()...)
}

func workingDirectory(req *pulumirpc.RunRequest) string {
	if pwd := req.GetPwd(); pwd != "" {
		return pwd
	}
	return req.GetInfo().GetProgramDirectory()
}
