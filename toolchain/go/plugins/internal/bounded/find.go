package bounded

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// usualFolders are looked at after PATH: an engine may be started with hardly any.
const usualFolders = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

// FindRunc returns the first executable runc that is not the file self.
func FindRunc(path, self string) (string, error) {
	own, err := os.Stat(self)
	if err != nil {
		return "", err
	}
	for _, folder := range append(filepath.SplitList(path), filepath.SplitList(usualFolders)...) {
		if folder == "" {
			continue
		}
		candidate := filepath.Join(folder, "runc")
		info, err := os.Stat(candidate)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return "", err
		}
		if info.Mode().IsRegular() && info.Mode().Perm()&0o111 != 0 && !os.SameFile(own, info) {
			return candidate, nil
		}
	}
	return "", fmt.Errorf("no runc but this wrapper in %s:%s", path, usualFolders)
}
