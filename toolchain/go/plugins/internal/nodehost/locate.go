package nodehost

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// locateStarter finds the script of the installed SDK that runs programs, looking upwards as node does.
func locateStarter(directory string) (string, error) {
	if path := os.Getenv("PULUMI_LANGUAGE_NODEJS_RUN_PATH"); path != "" {
		return path, nil
	}
	sdk, err := locatePackage(directory, "@pulumi/pulumi")
	if err != nil {
		return "", err
	}
	if sdk == "" {
		return "", fmt.Errorf("@pulumi/pulumi is not installed in %s or above it: run npm ci or npm install there", directory)
	}
	return filepath.Join(sdk, "cmd", "run"), nil
}

// locatePackage returns the folder of an installed package, "" when there is none in directory or above it.
func locatePackage(directory, name string) (string, error) {
	for {
		candidate := filepath.Join(directory, "node_modules", filepath.FromSlash(name))
		_, err := os.Stat(filepath.Join(candidate, "package.json"))
		if err == nil {
			return candidate, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		parent := filepath.Dir(directory)
		if parent == directory {
			return "", nil
		}
		directory = parent
	}
}
