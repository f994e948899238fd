package nodehost

import (
	"errors"
	"io/fs"
	"syscall"
)

// absentIsFine forgives what is not there: most packages have no node_modules of their own, and links may dangle.
func absentIsFine(err error) error {
	if errors.Is(err, fs.ErrNotExist) || isNotADirectory(err) {
		return nil
	}
	return err
}

func isNotADirectory(err error) bool { return errors.Is(err, syscall.ENOTDIR) }
