package dockerbridge

import _ "embed"

//go:generate sh -c "cd ../../generate && go run -trimpath -tags no_compose . ../internal/dockerbridge/schema.json"

// Schema is what GetSchema answers. It is generated ahead of time because the generator would more than double the plugin's
// build time, and computing it would slow down every start.
//
//go:embed schema.json
var Schema []byte
