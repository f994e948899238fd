package nodehost

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// GetRequiredPackages lists the resource plugins that the installed node packages declare.
func (h *Host) GetRequiredPackages(
	_ context.Context, req *pulumirpc.GetRequiredPackagesRequest,
) (*pulumirpc.GetRequiredPackagesResponse, error) {
	packages, err := requiredPackages(req.GetInfo().GetProgramDirectory())
	return &pulumirpc.GetRequiredPackagesResponse{Packages: packages}, err
}

// requiredPackages looks into the nearest node_modules folder, and into those within it.
func requiredPackages(directory string) ([]*pulumirpc.PackageDependency, error) {
	root, err := nearestModules(directory)
	if err != nil || root == "" {
		return nil, err
	}
	scan := packageScan{visited: map[string]bool{}, seen: map[string]bool{}}
	if err := scan.modules(root); err != nil {
		return nil, err
	}
	return scan.found, nil
}

func nearestModules(directory string) (string, error) {
	for {
		candidate := filepath.Join(directory, "node_modules")
		info, err := os.Stat(candidate)
		if err == nil && info.IsDir() {
			return candidate, nil
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		parent := filepath.Dir(directory)
		if parent == directory {
			return "", nil
		}
		directory = parent
	}
}
