package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// own holds the logs and definitions that are replayed when no others are
// given, so that the program needs no working directory.
//
//go:embed testdata/*.csv testdata/*.csv.gz testdata/*.json
var own embed.FS

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

// read returns the whole of a small file.
func (c choice) read() ([]byte, error) {
	f, err := c.open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		return nil, fmt.Errorf("%v: cannot read: %w", c, err)
	}
	return data, nil
}

// stream calls use with the content of the file, which may be plain or
// compressed by gzip. What is read from disk moves the progress bar.
func (c choice) stream(show *progress, use func(io.Reader) error) error {
	f, err := c.open()
	if err != nil {
		return err
	}
	defer f.Close()
	about, err := f.Stat()
	if err != nil {
		return err
	}
	bar := show.bar(c.String(), about.Size())
	defer bar.done()
	in := bufio.NewReaderSize(bar.count(f), 256<<10)
	magic, _ := in.Peek(2)
	if !bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		return use(in)
	}
	unzip, err := gzip.NewReader(in)
	if err != nil {
		return fmt.Errorf("%v: not a gzip file after all: %w", c, err)
	}
	early := newAhead(unzip)
	defer early.stop()
	return use(early)
}

// ahead reads from another reader in a goroutine of its own, some blocks in
// advance, so that unpacking and understanding a log happen side by side.
type ahead struct {
	full  chan []byte
	empty chan []byte
	quit  chan struct{}
	err   error // of the source; valid once full is closed
	block []byte
	rest  []byte
}

func newAhead(r io.Reader) *ahead {
	const blocks, size = 4, 256 << 10
	a := &ahead{full: make(chan []byte, blocks), empty: make(chan []byte, blocks), quit: make(chan struct{})}
	for range blocks {
		a.empty <- make([]byte, size)
	}
	go a.fill(r)
	return a
}

func (a *ahead) fill(r io.Reader) {
	defer close(a.full)
	for {
		var block []byte
		select {
		case block = <-a.empty:
		case <-a.quit:
			return
		}
		n, err := 0, error(nil)
		for n < len(block) && err == nil {
			var more int
			more, err = r.Read(block[n:])
			n += more
		}
		if n > 0 {
			a.full <- block[:n] // has room for every block
		}
		if err != nil {
			a.err = err
			return
		}
	}
}

// Read implements [io.Reader].
func (a *ahead) Read(p []byte) (int, error) {
	if len(a.rest) == 0 {
		if a.block != nil {
			a.empty <- a.block[:cap(a.block)]
			a.block = nil
		}
		block, ok := <-a.full
		if !ok {
			return 0, a.err
		}
		a.block, a.rest = block, block
	}
	n := copy(p, a.rest)
	a.rest = a.rest[n:]
	return n, nil
}

// stop ends the goroutine.
func (a *ahead) stop() { close(a.quit) }
