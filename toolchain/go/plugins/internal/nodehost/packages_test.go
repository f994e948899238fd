package nodehost

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// tree writes files, given by path, below a new folder.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestRequiredPackages(t *testing.T) {
	root := tree(t, map[string]string{
		"node_modules/@pulumi/docker/package.json":                    `{"name":"@pulumi/docker","version":"5.2.0","pulumi":{"resource":true,"name":"docker","version":"5.2.0"}}`,
		"node_modules/@pulumi/pulumi/package.json":                    `{"name":"@pulumi/pulumi","version":"3.0.0"}`,
		"node_modules/@else/unnamed/package.json":                     `{"name":"@else/unnamed","version":"v1.0.0","pulumi":{"resource":true,"server":"https://example.test"}}`,
		"node_modules/plain/package.json":                             `{"name":"plain","version":"2.0.0","pulumi":{"resource":false}}`,
		"node_modules/plain/node_modules/deep/package.json":           `{"name":"deep","version":"3.0.0","pulumi":{"resource":true}}`,
		"node_modules/plain/node_modules/@pulumi/docker/package.json": `{"name":"@pulumi/docker","version":"4.0.0","pulumi":{"resource":true,"name":"docker","version":"4.0.0"}}`,
		"node_modules/other/node_modules/@pulumi/docker/package.json": `{"name":"@pulumi/docker","version":"5.2.0","pulumi":{"resource":true,"name":"docker","version":"5.2.0"}}`,
		"node_modules/other/package.json":                             `{"name":"other","pulumi":"a word"}`,
		"node_modules/.cache/hidden/package.json":                     `{"name":"hidden","version":"1.0.0","pulumi":{"resource":true}}`,
		"node_modules/plain/fixtures/package.json":                    `not JSON`,
		"node_modules/nomanifest/readme":                              ``,
		"sub/program/index.ts":                                        ``,
	})
	if err := os.Symlink(filepath.Join(root, "node_modules"), filepath.Join(root, "node_modules/plain/node_modules/loop")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/no/such/target", filepath.Join(root, "node_modules/dangling")); err != nil {
		t.Fatal(err)
	}
	packages, err := requiredPackages(filepath.Join(root, "sub/program"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range packages {
		got = append(got, fmt.Sprint(p.Kind, " ", p.Name, " ", p.Version, " ", p.Server))
	}
	slices.Sort(got)
	want := []string{"resource deep v3.0.0 ", "resource docker v4.0.0 ", "resource docker v5.2.0 ", "resource else/unnamed v1.0.0 https://example.test"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestRequiredPackagesWithoutModules(t *testing.T) {
	packages, err := requiredPackages(t.TempDir())
	if err != nil || len(packages) != 0 {
		t.Errorf("got %v, %v", packages, err)
	}
}

func TestRequiredPackagesRefusesABrokenManifest(t *testing.T) {
	root := tree(t, map[string]string{"node_modules/broken/package.json": "{"})
	if _, err := requiredPackages(root); err == nil {
		t.Error("a broken package.json is accepted")
	}
}

func TestProgramDependencies(t *testing.T) {
	root := tree(t, map[string]string{
		"package.json":                               `{"dependencies":{"a":"^1","absent":"1"},"devDependencies":{"@s/b":"*"}}`,
		"node_modules/a/package.json":                `{"version":"1.5.0","dependencies":{"c":"1","@s/b":"1"}}`,
		"node_modules/a/node_modules/c/package.json": `{"version":"3.0.0","dependencies":{"a":"1"}}`,
		"node_modules/@s/b/package.json":             `{"version":"2.0.0"}`,
	})
	for transitive, want := range map[bool][]string{false: {"@s/b 2.0.0", "a 1.5.0"}, true: {"@s/b 2.0.0", "a 1.5.0", "c 3.0.0"}} {
		list, err := programDependencies(root, transitive)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, d := range list {
			got = append(got, d.Name+" "+d.Version)
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("transitive %v: got %q, want %q", transitive, got, want)
		}
	}
}

func TestInstallArguments(t *testing.T) {
	for verb, files := range map[string]map[string]string{"ci": {"package-lock.json": "{}"}, "install": {"package.json": "{}"}} {
		got, err := installArguments(tree(t, files))
		if err != nil || got[0] != verb {
			t.Errorf("got %q, %v, want %s", got, err, verb)
		}
	}
}
