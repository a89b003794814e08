package main

import (
	"io"
	"os"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// Progress shows how far the reading of files has come, if it goes to a
// terminal. Nil shows nothing.
type progress struct{ bars *mpb.Progress }

// newProgress returns nil unless out is a terminal.
func newProgress(out io.Writer) *progress {
	file, ok := out.(*os.File)
	if !ok {
		return nil
	}
	about, err := file.Stat()
	if err != nil || about.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	return &progress{mpb.New(mpb.WithOutput(out), mpb.WithWidth(40))}
}

// wait draws the bars a last time.
func (p *progress) wait() {
	if p != nil {
		p.bars.Wait()
	}
}

// bar adds the bar of one file.
func (p *progress) bar(name string, size int64) *bar {
	if p == nil {
		return nil
	}
	return &bar{p.bars.AddBar(size,
		mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.Name(name+" ")),
		mpb.AppendDecorators(decor.Percentage()))}
}

type bar struct{ bar *mpb.Bar }

// count returns a reader that moves the bar.
func (b *bar) count(r io.Reader) io.Reader {
	if b == nil {
		return r
	}
	return b.bar.ProxyReader(r)
}

// done takes the bar away, also one that did not come to its end.
func (b *bar) done() {
	if b != nil {
		b.bar.Abort(true)
	}
}
