package diy

import (
	"fmt"
	"net/url"
	"strings"
)

// remedy says what to do about a backend that this build cannot reach.
const remedy = "to keep state there, install Pulumi itself (https://www.pulumi.com/docs/install/) and put it first on PATH, " +
	"or name a folder instead, such as PULUMI_BACKEND_URL=file:///path/to/a/folder"

// leftOut are the backends whose SDKs this build leaves out.
var leftOut = map[string]string{"s3": "S3", "gs": "Google Cloud Storage", "azblob": "Azure Blob Storage", "postgres": "PostgreSQL"}

// IsDIYBackendURL tells a store of objects from Pulumi's cloud, also for the stores that this build cannot reach: those
// are refused with a reason, and not taken for a server.
func IsDIYBackendURL(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	_, known := leftOut[u.Scheme]
	return known || u.Scheme == "file"
}

// requireFileBackend names no more of the address than its scheme: there may be a password in it.
func requireFileBackend(address string) error {
	scheme, _, _ := strings.Cut(address, "://")
	if scheme == "file" {
		return nil
	}
	if name, known := leftOut[scheme]; known {
		return fmt.Errorf("this pulumi was built without the SDK for %s, so it cannot use a backend %s://...; %s", name, scheme, remedy)
	}
	return fmt.Errorf("this pulumi knows only backends that are folders (file://); %s", remedy)
}
