package bounded

import "testing"

func TestMissing(t *testing.T) {
	cases := map[string]struct {
		status  string
		lacks   []string
		has     []string
		wantErr bool
	}{
		"full set":        {status: "Name:\tx\nCapBnd:\t000001ffffffffff\n", has: []string{"CAP_CHOWN", sysResource, "CAP_CHECKPOINT_RESTORE"}},
		"less resource":   {status: "CapBnd:\t000001fffeffffff\n", lacks: []string{sysResource}, has: []string{"CAP_SYS_NICE", "CAP_SYS_TIME"}},
		"less the first":  {status: "CapBnd:\t000001fffffffffe\n", lacks: []string{"CAP_CHOWN"}, has: []string{"CAP_DAC_OVERRIDE"}},
		"other sets only": {status: "CapEff:\t000001ffffffffff\n", wantErr: true},
		"no number":       {status: "CapBnd:\tnone\n", wantErr: true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			lacking, err := missing(c.status, "CapBnd")
			if (err != nil) != c.wantErr {
				t.Fatalf("error %v, want one: %v", err, c.wantErr)
			}
			for _, capability := range c.lacks {
				if !lacking[capability] {
					t.Errorf("%s is not reported as missing", capability)
				}
			}
			for _, capability := range c.has {
				if lacking[capability] {
					t.Errorf("%s is reported as missing", capability)
				}
			}
		})
	}
}
