package bounded

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestReport(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	cases := map[string]string{
		"json": `{"level":"error","msg":"a \"b\"","time":"2026-01-02T03:04:05Z"}` + "\n",
		"text": `time="2026-01-02T03:04:05Z" level=error msg="a \"b\""` + "\n",
	}
	for format, want := range cases {
		path := filepath.Join(t.TempDir(), "log")
		var stderr bytes.Buffer
		if err := Report(Invocation{Log: path, LogFormat: format}, errors.New(`a "b"`), &stderr, now); err != nil {
			t.Fatal(err)
		}
		expect(t, path, want)
		if stderr.String() != "a \"b\"\n" {
			t.Errorf("stderr is %q", stderr.String())
		}
	}
}

func TestReportTellsThatItCannotWriteTheLog(t *testing.T) {
	invocation := Invocation{Log: filepath.Join(t.TempDir(), "none", "log"), LogFormat: "json"}
	if err := Report(invocation, errors.New("x"), &bytes.Buffer{}, time.Now()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestFindRuncSkipsItselfAndWhatCannotRun(t *testing.T) {
	own, plain, real := t.TempDir(), t.TempDir(), t.TempDir()
	for folder, mode := range map[string]os.FileMode{own: 0o755, plain: 0o644, real: 0o755} {
		if err := os.WriteFile(filepath.Join(folder, "runc"), nil, mode); err != nil {
			t.Fatal(err)
		}
	}
	path := own + ":" + plain + "::" + t.TempDir() + ":" + real
	got, err := FindRunc(path, filepath.Join(own, "runc"))
	if err != nil || got != filepath.Join(real, "runc") {
		t.Errorf("got %s, %v", got, err)
	}
}
