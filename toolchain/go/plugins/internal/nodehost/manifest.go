package nodehost

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// manifest is the part of a package.json that matters here.
type manifest struct {
	Name            string            `json:"name"`
	Version         string            `json:"version"`
	Dependencies    map[string]string `json:"dependencies"`
	DevDependencies map[string]string `json:"devDependencies"`
	// Raw: packages that have nothing to do with Pulumi put anything here.
	Pulumi json.RawMessage `json:"pulumi"`
}

// pluginDeclaration is how an SDK package names the plugin that serves its resources.
type pluginDeclaration struct {
	Resource bool   `json:"resource"`
	Name     string `json:"name"`
	Version  string `json:"version"`
	Server   string `json:"server"`
}

func readManifest(folder string) (manifest, error) {
	path := filepath.Join(folder, "package.json")
	data, err := os.ReadFile(path)
	if err != nil {
		return manifest{}, err
	}
	var result manifest
	if err := json.Unmarshal(data, &result); err != nil {
		return manifest{}, fmt.Errorf("%s: %w", path, err)
	}
	return result, nil
}
