package nodehost

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// packageScan walks node_modules folders. Only folders that npm makes packages in are read, which keeps it to one
// package.json per package however many files a package has.
type packageScan struct {
	found []*pulumirpc.PackageDependency
	// visited holds real paths: linked packages may contain each other.
	visited map[string]bool
	// seen holds name@version: nested copies need one plugin only.
	seen map[string]bool
}

// modules scans one node_modules folder.
func (s *packageScan) modules(folder string) error {
	real, err := filepath.EvalSymlinks(folder)
	if err != nil {
		return absentIsFine(err)
	}
	if s.visited[real] {
		return nil
	}
	s.visited[real] = true
	entries, err := os.ReadDir(real)
	if err != nil {
		return absentIsFine(err)
	}
	for _, entry := range entries {
		name := entry.Name()
		path := filepath.Join(real, name)
		switch {
		case strings.HasPrefix(name, "."):
			continue
		case strings.HasPrefix(name, "@"):
			err = s.scope(path)
		default:
			err = s.node(path)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// scope scans the packages of one scope, such as @pulumi.
func (s *packageScan) scope(folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return absentIsFine(err)
	}
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		if err := s.node(filepath.Join(folder, entry.Name())); err != nil {
			return err
		}
	}
	return nil
}

// node scans one package and those installed within it.
func (s *packageScan) node(folder string) error {
	m, err := readManifest(folder)
	if errors.Is(err, fs.ErrNotExist) || isNotADirectory(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := s.add(m, folder); err != nil {
		return err
	}
	return s.modules(filepath.Join(folder, "node_modules"))
}

func (s *packageScan) add(m manifest, folder string) error {
	var plugin pluginDeclaration
	// Anything but an object is another tool's use of the name.
	if !strings.HasPrefix(strings.TrimSpace(string(m.Pulumi)), "{") {
		return nil
	}
	if err := json.Unmarshal(m.Pulumi, &plugin); err != nil {
		return fmt.Errorf("%s: pulumi: %w", filepath.Join(folder, "package.json"), err)
	}
	if !plugin.Resource {
		return nil
	}
	name, version := plugin.Name, plugin.Version
	if name == "" {
		name = strings.TrimPrefix(strings.TrimPrefix(m.Name, "@pulumi/"), "@")
	}
	if version == "" {
		version = m.Version
	}
	version = "v" + strings.TrimPrefix(version, "v")
	if key := name + "@" + version; !s.seen[key] {
		s.seen[key] = true
		s.found = append(s.found, &pulumirpc.PackageDependency{
			Kind: "resource", Name: name, Version: version, Server: plugin.Server,
		})
	}
	return nil
}
