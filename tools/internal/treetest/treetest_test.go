package treetest

import (
	"os"
	"path/filepath"
	"testing"
)

// failed is what a test panics with that would end.
type failed struct{ testing.TB }

func (failed) Helper() {}

func (f failed) Fatal(...any) { panic(f) }

func TestChdir(t *testing.T) {
	root := Chdir(t, map[string]string{"a/b/c.go": "package b\n"})
	for _, name := range []string{"go.mod", filepath.Join(root, "a", "b", "c.go")} {
		if _, err := os.Stat(name); err != nil {
			t.Error(err)
		}
	}
	defer func() {
		if _, ok := recover().(failed); !ok {
			t.Error("a file was written below a file")
		}
	}()
	Write(failed{t}, root, map[string]string{"go.mod/x": ""})
}
