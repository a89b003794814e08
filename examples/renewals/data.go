package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// own holds the registers that are read when no others are given, so that the
// program needs no working directory.
//
//go:embed testdata/*.csv testdata/*.csv.gz testdata/*.json
var own embed.FS

// maxFile is the size of the largest file that is read, unpacked.
const maxFile = 64 << 20

// A choice is a file to read: the path that was given, else one of our own.
type choice struct{ path, own string }

func (c choice) String() string {
	if c.path != "" {
		return c.path
	}
	return "testdata/" + c.own
}

func (c choice) open() (fs.File, error) {
	if c.path != "" {
		return os.Open(c.path)
	}
	return own.Open("testdata/" + c.own)
}

// read returns the whole of a file, which may be plain or compressed by gzip.
func (c choice) read(ctx context.Context) ([]byte, error) {
	f, err := c.open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in := bufio.NewReader(f)
	var from io.Reader = in
	if magic, _ := in.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		if from, err = gzip.NewReader(in); err != nil {
			return nil, fmt.Errorf("%v: not a gzip file after all: %w", c, err)
		}
	}
	data, err := io.ReadAll(io.LimitReader(stoppable{ctx, from}, maxFile+1))
	switch {
	case errors.Is(err, context.Canceled):
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("%v: cannot read: %w", c, err)
	case len(data) > maxFile:
		return nil, fmt.Errorf("%v: larger than %d MiB", c, maxFile>>20)
	}
	return data, nil
}

// A stoppable reader ends when its context does.
type stoppable struct {
	ctx context.Context
	in  io.Reader
}

// Read implements [io.Reader].
func (s stoppable) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.in.Read(p)
}
