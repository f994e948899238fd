// Package server answers as the API server does when an object is created.
package server

import (
	"context"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	_ "k8s.io/kubernetes/pkg/apis/batch/install"
	"k8s.io/kubernetes/pkg/apis/core"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	_ "k8s.io/kubernetes/pkg/apis/networking/install"
	"k8s.io/kubernetes/pkg/capabilities"
	"k8s.io/kubernetes/pkg/registry/apps/deployment"
	"k8s.io/kubernetes/pkg/registry/batch/job"
	"k8s.io/kubernetes/pkg/registry/core/configmap"
	"k8s.io/kubernetes/pkg/registry/core/persistentvolumeclaim"
	"k8s.io/kubernetes/pkg/registry/core/secret"
	"k8s.io/kubernetes/pkg/registry/core/service"
	"k8s.io/kubernetes/pkg/registry/networking/networkpolicy"
)

// Answer is what became of one document.
type Answer struct {
	Kind       string      `json:"kind"`
	Name       string      `json:"name"`
	Error      string      `json:"error,omitempty"`
	Containers []Container `json:"containers,omitempty"`
}

var (
	scheme  = legacyscheme.Scheme
	decoder = serializer.NewCodecFactory(scheme, serializer.EnableStrict).UniversalDecoder()
)

// The rules of each kind that is written.
var strategies = map[string]rest.RESTCreateStrategy{
	"ConfigMap":             configmap.Strategy,
	"Deployment":            deployment.Strategy,
	"Job":                   job.Strategy,
	"NetworkPolicy":         networkpolicy.Strategy,
	"PersistentVolumeClaim": persistentvolumeclaim.Strategy,
	"Secret":                secret.Strategy,
	"Service":               service.Strategy,
}

// As on most clusters, privileged containers are allowed.
func init() { capabilities.Setup(true, 0) }

// Create takes one YAML document. It returns false for one that holds comments only.
func Create(document []byte) (Answer, bool) {
	asJSON, err := yaml.ToJSON(document)
	if err == nil && string(asJSON) == "null" {
		return Answer{}, false
	}
	object, kind, err := decoder.Decode(document, nil, nil)
	if err != nil {
		return Answer{Error: err.Error()}, true
	}
	answer := Answer{Kind: kind.Kind, Containers: containersOf(object)}
	answer.Name, err = create(kind.Kind, object)
	if err != nil {
		answer.Error = err.Error()
	}
	return answer, true
}

func create(kind string, object runtime.Object) (string, error) {
	accessor, err := meta.Accessor(object)
	if err != nil {
		return "", err
	}
	name := accessor.GetName()
	strategy, ok := strategies[kind]
	if !ok {
		return name, &unknownKind{kind}
	}
	if accessor.GetNamespace() == "" {
		accessor.SetNamespace("default")
	}
	if service, ok := object.(*core.Service); ok {
		allocate(service)
	}
	ctx := request.WithNamespace(context.Background(), accessor.GetNamespace())
	rest.FillObjectMetaSystemFields(accessor)
	if err := rest.BeforeCreate(strategy, ctx, object); err != nil {
		return name, err
	}
	return name, nil
}

// allocate gives a Service the address that the server's storage would choose.
func allocate(service *core.Service) {
	if service.Spec.ClusterIP == "" {
		service.Spec.ClusterIP = "10.96.0.10"
	}
	single := core.IPFamilyPolicySingleStack
	service.Spec.ClusterIPs = []string{service.Spec.ClusterIP}
	service.Spec.IPFamilies = []core.IPFamily{core.IPv4Protocol}
	service.Spec.IPFamilyPolicy = &single
}

type unknownKind struct{ kind string }

func (e *unknownKind) Error() string { return "no rules for the kind " + e.kind }
