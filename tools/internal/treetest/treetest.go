// Package treetest makes small projects for the tests of the programs that
// check this one.
package treetest

import (
	"os"
	"path/filepath"
	"testing"
)

// Chdir writes files into a directory that holds a module with the name of the
// library, and makes it the working directory. It returns the directory.
func Chdir(t testing.TB, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	Write(t, root, map[string]string{"go.mod": "module github.com/slakit/slakit\n\ngo 1.25.0\n"})
	Write(t, root, files)
	t.Chdir(root)
	return root
}

// Write writes files below a directory.
func Write(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		err := os.MkdirAll(filepath.Dir(name), 0o750)
		if err == nil {
			err = os.WriteFile(name, []byte(text), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
