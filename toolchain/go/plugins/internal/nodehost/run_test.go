package nodehost

import (
	"context"
	"os/exec"
	"slices"
	"strings"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

func request() *pulumirpc.RunRequest {
	return &pulumirpc.RunRequest{
		Project: "p", Stack: "s", Organization: "o", MonitorAddress: "m:1", Parallel: 4, Pwd: "/a folder",
		Config: map[string]string{"p:key": "v", "aws:config:region": "r"}, ConfigSecretKeys: []string{"p:key"},
		Info: &pulumirpc.ProgramInfo{RootDirectory: "/root", ProgramDirectory: "/root/sub", EntryPoint: "main.ts"},
		Args: []string{"extra"},
	}
}

func TestArguments(t *testing.T) {
	req := request()
	got := arguments(req, Options{NodeArgs: []string{"--import", "tsx"}}, "/sdk/cmd/run", "e:2")
	want := []string{"--import", "tsx", "/sdk/cmd/run", "--monitor", "m:1", "--engine", "e:2", "--organization", "o", "--project",
		"p", "--root-directory", "/root", "--stack", "s", "--pwd", "/a folder", "--parallel", "4", "main.ts", "extra"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	req.DryRun, req.Info.EntryPoint, req.Args = true, "", nil
	got = arguments(req, Options{}, "run", "")
	if !slices.Equal(got[len(got)-2:], []string{"--dry-run", "."}) || slices.Contains(got, "--engine") {
		t.Errorf("got %q", got)
	}
}

func TestEnvironment(t *testing.T) {
	got, err := environment([]string{"PULUMI_NODEJS_TYPESCRIPT=true"}, request(), Options{TSConfigPath: "t.json"})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"PULUMI_NODEJS_TYPESCRIPT=true",
		`PULUMI_CONFIG={"aws:config:region":"r","p:config:key":"v"}`,
		`PULUMI_CONFIG_SECRET_KEYS=["p:key"]`,
		"PULUMI_NODEJS_TYPESCRIPT=false",
		"PULUMI_NODEJS_TSCONFIG_PATH=t.json",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestResponse(t *testing.T) {
	cases := map[string]struct {
		bail bool
		err  string
	}{
		"exit 0":      {},
		"exit 32":     {bail: true},
		"exit 9":      {err: "non-zero exit code: 9"},
		"kill -9 $$":  {err: "signal: killed"},
		"exec /no/sh": {err: "exit code: 127"},
	}
	for script, want := range cases {
		got := response(exec.Command("/bin/sh", "-c", script).Run())
		if got.GetBail() != want.bail || !strings.Contains(got.GetError(), want.err) || (want.err == "") != (got.GetError() == "") {
			t.Errorf("%s: got %v, want %+v", script, got, want)
		}
	}
}

func TestRunRefusesWhatItCannotDo(t *testing.T) {
	host := New(context.Background(), "")
	for _, req := range []*pulumirpc.RunRequest{{AttachDebugger: true}, {QueryMode: true}} {
		if _, err := host.Run(context.Background(), req); err == nil {
			t.Errorf("%v is accepted", req)
		}
	}
}
