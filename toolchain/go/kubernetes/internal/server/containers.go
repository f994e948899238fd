package server

import (
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/kubernetes/pkg/apis/apps"
	"k8s.io/kubernetes/pkg/apis/batch"
	"k8s.io/kubernetes/pkg/apis/core"
	"k8s.io/kubernetes/third_party/forked/golang/expansion"
)

// Container is what the kubelet would start, with `$(NAME)` expanded by its own rules.
type Container struct {
	Name    string            `json:"name"`
	Command []string          `json:"command"`
	Env     map[string]string `json:"env"`
	Probe   []string          `json:"probe,omitempty"`
}

func containersOf(object runtime.Object) []Container {
	var spec core.PodSpec
	switch workload := object.(type) {
	case *apps.Deployment:
		spec = workload.Spec.Template.Spec
	case *batch.Job:
		spec = workload.Spec.Template.Spec
	}
	var found []Container
	for _, container := range spec.Containers {
		env := map[string]string{}
		mapping := expansion.MappingFuncFor(env)
		for _, variable := range container.Env {
			env[variable.Name] = expansion.Expand(variable.Value, mapping)
		}
		found = append(found, Container{
			Name:    container.Name,
			Command: expanded(append(append([]string{}, container.Command...), container.Args...), mapping),
			Env:     env,
			Probe:   expanded(probeOf(container.ReadinessProbe), mapping),
		})
	}
	return found
}

func probeOf(probe *core.Probe) []string {
	if probe == nil || probe.Exec == nil {
		return nil
	}
	return probe.Exec.Command
}

func expanded(words []string, mapping func(string) string) []string {
	result := []string{}
	for _, word := range words {
		result = append(result, expansion.Expand(word, mapping))
	}
	return result
}
