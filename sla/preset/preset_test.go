package preset_test

import (
	"testing"

	"github.com/slakit/slakit/sla/preset"
)

// Who asks for one gets one.
func TestAllStops(t *testing.T) {
	n := 0
	for p := range preset.All() {
		if n++; p.Name == "" {
			t.Error("it has no name")
		}
		break
	}
	if n != 1 {
		t.Errorf("%d presets", n)
	}
}
