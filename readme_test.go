package slakit_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestReadmeProgram runs the program of the README and compares what it prints
// with what the README says it prints.
func TestReadmeProgram(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	block := regexp.MustCompile("(?s)```go\n(.*?)```").FindSubmatch(readme)
	require.NotNil(t, block, "the README has no program")
	program := string(block[1])

	dir, err := os.MkdirTemp(".", "readme") // inside the module, so that it is found
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	require.NoError(t, os.WriteFile(filepath.Join(dir, "main.go"), block[1], 0o600))
	out, err := exec.Command("go", "run", "./"+dir).CombinedOutput()
	require.NoError(t, err, "%s", out)

	var want []string
	for line := range strings.Lines(program) {
		if text, ok := strings.CutPrefix(line, "\t// "); ok {
			want = append(want, text)
		}
	}
	require.Equal(t, strings.Join(want, ""), string(out))
}
