package bounded

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// object is a JSON object whose values stay as they were written until one is looked into: numbers keep their digits.
type object map[string]json.RawMessage

func encode(value any) (json.RawMessage, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	// Without this the encoder rewrites <, > and & in values that nobody touched.
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(buffer.Bytes(), []byte("\n")), nil
}

// change decodes the field, lets edit alter the value, and puts it back if edit says that it did. A field that is absent or
// null is left alone.
func change[T any](in object, field string, edit func(*T) (bool, error)) (bool, error) {
	raw, found := in[field]
	if !found || string(raw) == "null" {
		return false, nil
	}
	var value T
	if err := json.Unmarshal(raw, &value); err != nil {
		return false, fmt.Errorf("%s: %w", field, err)
	}
	changed, err := edit(&value)
	if err != nil {
		return false, fmt.Errorf("%s: %w", field, err)
	}
	if !changed {
		return false, nil
	}
	in[field], err = encode(value)
	return true, err
}

// editFile applies edit to the JSON object in a file. The file is replaced in one step, and only when something changed.
func editFile(path string, edit func(*object) (bool, error)) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var document object
	if err := json.Unmarshal(data, &document); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	changed, err := edit(&document)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if !changed {
		return nil
	}
	data, err = encode(document)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return replaceFile(path, data, info.Mode().Perm())
}

func replaceFile(path string, data []byte, mode os.FileMode) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), ".bounded-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(file.Name())
		}
	}()
	if _, err = file.Write(data); err != nil {
		file.Close()
		return err
	}
	if err = file.Chmod(mode); err != nil {
		file.Close()
		return err
	}
	if err = file.Close(); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}
