package sla_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/sla"
)

// kindOf names the kind of a problem, or is empty if it has none.
func kindOf(err error) string {
	for _, kind := range []error{slakit.ErrRequired, slakit.ErrInvalid, slakit.ErrDuplicate, slakit.ErrUnknown, slakit.ErrLimit} {
		if errors.Is(err, kind) {
			return kind.Error()
		}
	}
	return ""
}

// TestBadDefinitions: every mistake of a document is told in one call, with its
// path. The golden lists are read by people: is each line enough to mend it?
func TestBadDefinitions(t *testing.T) {
	for _, c := range []struct {
		file     string
		mistakes int
		parses   bool
	}{
		{"parse10", 10, false},
		{"compile20a", 20, true},
		{"compile20b", 20, true},
	} {
		t.Run(c.file, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join("testdata", "bad", c.file+".json"))
			require.NoError(t, err)
			def, err := sla.Parse(data)
			if c.parses {
				require.NoError(t, err)
				_, err = sla.Compile(def, nil)
			}
			require.Error(t, err)
			var lines []string
			for _, p := range slakit.FieldErrors(err) {
				require.NotEmpty(t, kindOf(p), "%v", p)
				lines = append(lines, p.Path+"\t"+p.Err.Error())
			}
			got := strings.Join(lines, "\n") + "\n"
			golden := filepath.Join("testdata", "bad", c.file+".golden")
			if *update {
				require.NoError(t, os.WriteFile(golden, []byte(got), 0o644))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			require.Equal(t, string(want), got)
			require.Len(t, lines, c.mistakes)
		})
	}
}
