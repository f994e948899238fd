package nodehost

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// environment is the inherited one and what the SDK reads from variables.
func environment(inherited []string, req *pulumirpc.RunRequest, options Options) ([]string, error) {
	config := make(map[string]string, len(req.GetConfig()))
	for key, value := range req.GetConfig() {
		config[longKey(key)] = value
	}
	configJSON, err := json.Marshal(config)
	if err != nil {
		return nil, fmt.Errorf("encoding the configuration: %w", err)
	}
	secretKeys := req.GetConfigSecretKeys()
	if secretKeys == nil {
		secretKeys = []string{}
	}
	secretsJSON, err := json.Marshal(secretKeys)
	if err != nil {
		return nil, fmt.Errorf("encoding the names of the secrets: %w", err)
	}
	result := append([]string{}, inherited...)
	result = append(result,
		"PULUMI_CONFIG="+string(configJSON),
		"PULUMI_CONFIG_SECRET_KEYS="+string(secretsJSON),
		// Set in either case: a value inherited from the user's shell must not decide.
		"PULUMI_NODEJS_TYPESCRIPT="+strconv.FormatBool(options.TypeScript),
	)
	if options.TSConfigPath != "" {
		result = append(result, "PULUMI_NODEJS_TSCONFIG_PATH="+options.TSConfigPath)
	}
	return result, nil
}

// longKey turns `project:name` into `project:config:name`, the form that every version of the SDK reads.
func longKey(key string) string {
	namespace, name, found := strings.Cut(key, ":")
	if !found || strings.HasPrefix(name, "config:") {
		return key
	}
	return namespace + ":config:" + name
}
