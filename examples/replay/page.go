package main

import (
	_ "embed"
	"fmt"
	"html/template"
	"os"
	"path/filepath"
)

//go:embed page.html
var pageText string

var page = template.Must(template.New("page").Parse(pageText))

// writePage writes index.html into a directory, which it makes if need be. The
// page needs nothing else: no script, no other file, no other host.
func writePage(dir string, chapters []chapter) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("cannot write the report: %w", err)
	}
	file, err := os.Create(filepath.Join(dir, "index.html"))
	if err != nil {
		return fmt.Errorf("cannot write the report: %w", err)
	}
	err = page.Execute(file, chapters)
	if closing := file.Close(); err == nil {
		err = closing
	}
	return err
}
