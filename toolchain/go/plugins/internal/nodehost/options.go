package nodehost

import (
	"fmt"

	"github.com/google/shlex"
	"google.golang.org/protobuf/types/known/structpb"
)

// Options are what a project says under `runtime.options` in Pulumi.yaml.
type Options struct {
	// TypeScript makes the SDK compile the program with ts-node. @default true
	TypeScript bool
	// NodeArgs come before the script on node's command line.
	NodeArgs []string
	// TSConfigPath replaces tsconfig.json.
	TSConfigPath string
}

// parseOptions refuses what it does not know: a misspelt option that is ignored costs more time than an error.
func parseOptions(given *structpb.Struct) (Options, error) {
	options := Options{TypeScript: true}
	for name, value := range given.AsMap() {
		var err error
		switch name {
		case "typescript":
			options.TypeScript, err = typed[bool](name, value)
		case "tsconfig":
			options.TSConfigPath, err = typed[string](name, value)
		case "nodeargs":
			options.NodeArgs, err = words(name, value)
		case "packagemanager":
			var manager string
			manager, err = typed[string](name, value)
			if err == nil && manager != "npm" && manager != "auto" {
				err = fmt.Errorf("runtime option packagemanager is %q: this language host knows npm only", manager)
			}
		default:
			err = fmt.Errorf("unknown runtime option %q: allowed are typescript, tsconfig, nodeargs, packagemanager", name)
		}
		if err != nil {
			return Options{}, err
		}
	}
	return options, nil
}

func words(name string, value any) ([]string, error) {
	text, err := typed[string](name, value)
	if err != nil {
		return nil, err
	}
	list, err := shlex.Split(text)
	if err != nil {
		return nil, fmt.Errorf("runtime option %s is %q: %w", name, text, err)
	}
	return list, nil
}

func typed[T any](name string, value any) (T, error) {
	result, ok := value.(T)
	if !ok {
		return result, fmt.Errorf("runtime option %s is %v (%T), not a %T", name, value, value, result)
	}
	return result, nil
}
