package bounded

import (
	"slices"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	cases := map[string]Invocation{
		"--root /r --log /l --log-format json --systemd-cgroup create --bundle /b --pid-file /p id": {
			Command: "create", Bundle: "/b", Log: "/l", LogFormat: "json"},
		"--log=/l run -d -b=/b id":               {Command: "run", Bundle: "/b", Log: "/l", LogFormat: "text"},
		"create id":                              {Command: "create", Bundle: ".", LogFormat: "text"},
		"restore --detach --bundle /b id":        {Command: "restore", Bundle: "/b", LogFormat: "text"},
		"exec --process /f --detach id":          {Command: "exec", Bundle: ".", Process: "/f", LogFormat: "text"},
		"exec -t -p /f id":                       {Command: "exec", Bundle: ".", Process: "/f", LogFormat: "text"},
		"exec id tool --process /not-ours":       {Command: "exec", Bundle: ".", LogFormat: "text"},
		"exec --env A=B -u 0 id sh -p /not -b x": {Command: "exec", Bundle: ".", LogFormat: "text"},
		"delete --force id":                      {Command: "delete", Bundle: ".", LogFormat: "text"},
		"--version":                              {Bundle: ".", LogFormat: "text"},
	}
	for line, want := range cases {
		t.Run(line, func(t *testing.T) {
			got := Parse(strings.Fields(line))
			if got.Command != want.Command || got.Bundle != want.Bundle || got.Process != want.Process ||
				got.Log != want.Log || got.LogFormat != want.LogFormat {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
}

func TestWithoutCaps(t *testing.T) {
	lacking := Capabilities{"CAP_SYS_RESOURCE": true}
	cases := map[string]string{
		"exec --cap CAP_KILL -c CAP_SYS_RESOURCE id sh":  "exec --cap CAP_KILL id sh",
		"exec --cap=CAP_SYS_RESOURCE -t id sh":           "exec -t id sh",
		"exec id sh -c CAP_SYS_RESOURCE":                 "exec id sh -c CAP_SYS_RESOURCE",
		"exec -c CAP_SYS_RESOURCE -c CAP_SYS_RESOURCE x": "exec x",
	}
	for before, after := range cases {
		args := strings.Fields(before)
		if got := Parse(args).WithoutCaps(args, lacking); !slices.Equal(got, strings.Fields(after)) {
			t.Errorf("%s becomes %q, want %s", before, got, after)
		}
	}
}
