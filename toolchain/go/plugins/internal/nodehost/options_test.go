package nodehost

import (
	"reflect"
	"strings"
	"testing"

	"google.golang.org/protobuf/types/known/structpb"
)

func TestParseOptions(t *testing.T) {
	cases := map[string]struct {
		given map[string]any
		want  Options
		err   string
	}{
		"nothing":         {given: nil, want: Options{TypeScript: true}},
		"no compiler":     {given: map[string]any{"typescript": false}, want: Options{}},
		"node arguments":  {given: map[string]any{"nodeargs": `--import tsx --title="a b"`}, want: Options{TypeScript: true, NodeArgs: []string{"--import", "tsx", "--title=a b"}}},
		"tsconfig":        {given: map[string]any{"tsconfig": "x.json"}, want: Options{TypeScript: true, TSConfigPath: "x.json"}},
		"npm":             {given: map[string]any{"packagemanager": "npm"}, want: Options{TypeScript: true}},
		"another manager": {given: map[string]any{"packagemanager": "yarn"}, err: "npm only"},
		"a wrong type":    {given: map[string]any{"typescript": "no"}, err: "typescript is no (string), not a bool"},
		"an open quote":   {given: map[string]any{"nodeargs": `"`}, err: "nodeargs"},
		"a misspelling":   {given: map[string]any{"typscript": true}, err: `unknown runtime option "typscript"`},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			given, err := structpb.NewStruct(c.given)
			if err != nil {
				t.Fatal(err)
			}
			got, err := parseOptions(given)
			if c.err != "" {
				if err == nil || !strings.Contains(err.Error(), c.err) {
					t.Fatalf("got error %v, want %s", err, c.err)
				}
				return
			}
			if err != nil || !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %+v, %v, want %+v", got, err, c.want)
			}
		})
	}
}
