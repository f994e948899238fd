// Command kubernetes-check reads a stream of YAML documents and does with each what the API server does when it is created: strict
// decoding, defaults, and the validation of its kind. It prints one JSON array with what it found.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"container-approaches/toolchain/kubernetes/internal/server"

	"k8s.io/apimachinery/pkg/util/yaml"
)

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer) error {
	reader := yaml.NewYAMLReader(bufio.NewReader(in))
	answers := []server.Answer{}
	for {
		document, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if answer, ok := server.Create(document); ok {
			answers = append(answers, answer)
		}
	}
	return json.NewEncoder(out).Encode(answers)
}
