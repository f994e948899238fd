package bounded

import (
	"os"
	"path/filepath"
	"testing"
)

func limitedHost() Host {
	return Host{
		Lacking:     Capabilities{sysResource: true, "CAP_SYS_MODULE": true},
		Limited:     true,
		HardLimit:   func(resource int) (uint64, error) { return map[int]uint64{7: 1024, 6: 100}[resource], nil },
		OOMScoreAdj: -100,
	}
}

func TestEditProcess(t *testing.T) {
	free := limitedHost()
	free.Limited = false
	cases := map[string]struct {
		host          Host
		before, after string
	}{
		"lacking capabilities go, in every set": {
			limitedHost(),
			`{"capabilities":{"bounding":["CAP_KILL","CAP_SYS_RESOURCE"],"effective":["CAP_SYS_MODULE"],"ambient":null}}`,
			`{"capabilities":{"ambient":null,"bounding":["CAP_KILL"],"effective":[]}}`,
		},
		"unknown capabilities stay": {
			limitedHost(),
			`{"capabilities":{"bounding":["CAP_FUTURE","CAP_SYS_MODULE"]}}`,
			`{"capabilities":{"bounding":["CAP_FUTURE"]}}`,
		},
		"limits above the ceiling are lowered": {
			limitedHost(),
			`{"rlimits":[{"type":"RLIMIT_NOFILE","hard":18446744073709551615,"soft":512},{"type":"RLIMIT_NPROC","hard":50,"soft":50}]}`,
			`{"rlimits":[{"hard":1024,"soft":512,"type":"RLIMIT_NOFILE"},{"hard":50,"soft":50,"type":"RLIMIT_NPROC"}]}`,
		},
		"a soft limit above the ceiling is lowered with the hard one": {
			limitedHost(),
			`{"rlimits":[{"type":"RLIMIT_NOFILE","hard":4096,"soft":4096,"note":1e400}]}`,
			`{"rlimits":[{"hard":1024,"note":1e400,"soft":1024,"type":"RLIMIT_NOFILE"}]}`,
		},
		"limits of unknown kinds stay": {
			limitedHost(),
			`{"rlimits":[{"type":"RLIMIT_FUTURE","hard":9,"soft":9}]}`,
			`{"rlimits":[{"type":"RLIMIT_FUTURE","hard":9,"soft":9}]}`,
		},
		"a lower OOM score is raised": {limitedHost(), `{"oomScoreAdj":-999}`, `{"oomScoreAdj":-100}`},
		"a higher OOM score stays":    {limitedHost(), `{ "oomScoreAdj": 5 }`, `{ "oomScoreAdj": 5 }`},
		"with CAP_SYS_RESOURCE limits and score stay": {
			free,
			`{"rlimits":[{"type":"RLIMIT_NOFILE","hard":4096,"soft":4096}],"oomScoreAdj":-999}`,
			`{"rlimits":[{"type":"RLIMIT_NOFILE","hard":4096,"soft":4096}],"oomScoreAdj":-999}`,
		},
		"what is not understood keeps its digits and letters": {
			limitedHost(),
			`{"oomScoreAdj":-999,"x":{"big":12345678901234567890,"float":1.10,"text":"<&>"}}`,
			`{"oomScoreAdj":-100,"x":{"big":12345678901234567890,"float":1.10,"text":"<&>"}}`,
		},
		"without anything to change not a byte changes": {
			limitedHost(),
			"{\n \"capabilities\": {\"bounding\": [\"CAP_KILL\"]} }\n",
			"{\n \"capabilities\": {\"bounding\": [\"CAP_KILL\"]} }\n",
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			path := write(t, c.before)
			if err := c.host.EditProcess(path); err != nil {
				t.Fatal(err)
			}
			expect(t, path, c.after)
		})
	}
}

func TestEditConfigLooksIntoProcessOnly(t *testing.T) {
	path := write(t, `{"linux":{"capabilities":{"bounding":["CAP_SYS_MODULE"]}},"process":{"capabilities":{"bounding":["CAP_SYS_MODULE"]}}}`)
	if err := limitedHost().EditConfig(path); err != nil {
		t.Fatal(err)
	}
	expect(t, path, `{"linux":{"capabilities":{"bounding":["CAP_SYS_MODULE"]}},"process":{"capabilities":{"bounding":[]}}}`)
}

func TestEditKeepsTheMode(t *testing.T) {
	path := write(t, `{"oomScoreAdj":-999}`)
	if err := os.Chmod(path, 0o604); err != nil {
		t.Fatal(err)
	}
	if err := limitedHost().EditProcess(path); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o604 {
		t.Errorf("mode %v, error %v", info.Mode(), err)
	}
}

func TestEditRefusesWhatItCannotRead(t *testing.T) {
	for _, text := range []string{"", "[]", `{"capabilities":7}`, `{"capabilities":{"bounding":"CAP_KILL"}}`, `{"rlimits":{}}`} {
		if err := limitedHost().EditProcess(write(t, text)); err == nil {
			t.Errorf("%q is accepted", text)
		}
	}
	if err := limitedHost().EditProcess(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a missing file is accepted")
	}
}

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.json")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func expect(t *testing.T, path, want string) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
