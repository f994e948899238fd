package nodehost

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"slices"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// GetProgramDependencies lists the npm packages that the program names, with the versions that are installed.
func (h *Host) GetProgramDependencies(
	_ context.Context, req *pulumirpc.GetProgramDependenciesRequest,
) (*pulumirpc.GetProgramDependenciesResponse, error) {
	list, err := programDependencies(req.GetInfo().GetProgramDirectory(), req.GetTransitiveDependencies())
	return &pulumirpc.GetProgramDependenciesResponse{Dependencies: list}, err
}

func programDependencies(directory string, transitive bool) ([]*pulumirpc.DependencyInfo, error) {
	own, err := readManifest(directory)
	if err != nil {
		return nil, absentIsFine(err)
	}
	wanted := maps.Clone(own.Dependencies)
	if wanted == nil {
		wanted = map[string]string{}
	}
	maps.Copy(wanted, own.DevDependencies)
	walk := dependencyWalk{transitive: transitive, visited: map[string]bool{}}
	if err := walk.all(directory, wanted); err != nil {
		return nil, err
	}
	return walk.found, nil
}

type dependencyWalk struct {
	transitive bool
	visited    map[string]bool
	found      []*pulumirpc.DependencyInfo
}

func (w *dependencyWalk) all(directory string, wanted map[string]string) error {
	for _, name := range slices.Sorted(maps.Keys(wanted)) {
		folder, err := locatePackage(directory, name)
		if err != nil {
			return err
		}
		// Optional packages of other platforms are named but not installed.
		if folder == "" || w.visited[folder] {
			continue
		}
		w.visited[folder] = true
		m, err := readManifest(folder)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		w.found = append(w.found, &pulumirpc.DependencyInfo{Name: name, Version: m.Version})
		if w.transitive {
			if err := w.all(folder, m.Dependencies); err != nil {
				return err
			}
		}
	}
	return nil
}
