package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/slakit/slakit/tools/internal/page"
)

const head = `# Coverage

How much of the statements of each package its own tests run in their -short form, and what they do not run and why:
` + "`go run -C tools ./coverage`, with `-write` to write this page." + ` A line is that with which a block begins. Of packages calendar
and sla at least 97 % must be run, of any other 95 %.`

func (p *pkg) row(b block) string { return page.Row(b.file, page.Code(b.code)) }

// report prints what is run and returns the packages that are below their figures.
func report(out io.Writer, packages []*pkg, reasons page.Page) (low []string) {
	unexplained := 0
	all := pkg{}
	for _, p := range packages {
		all.statements += p.statements
		all.run += p.run
		below := ""
		if p.low() {
			below = fmt.Sprintf(", below %d %%", p.floor())
			low = append(low, p.dir)
		}
		fmt.Fprintf(out, "%8s  %s%s\n", p.share(), p.dir, below)
		for _, b := range p.missed {
			why := reasons.Reason(p.dir, p.row(b))
			if why == "" {
				why = "no reason given"
				unexplained++
			}
			fmt.Fprintf(out, "          %s:%d  %s  (%s)\n", b.file, b.line, b.code, why)
		}
	}
	fmt.Fprintf(out, "%8s  of %d statements; blocks without a reason: %d\n", all.share(), all.statements, unexplained)
	return low
}

// rewritten is the page with what is found now. The sections of other packages
// stay, unless it is anew.
func rewritten(old page.Page, packages []*pkg, anew bool) page.Page {
	now := page.Page{Head: head, Sections: map[string]string{}}
	for title, text := range old.Sections {
		if !anew {
			now.Sections[title] = text
		}
	}
	for _, p := range packages {
		var b strings.Builder
		fmt.Fprintf(&b, "%s of %d statements.\n", p.share(), p.statements)
		if len(p.missed) > 0 {
			b.WriteString("\n| file | line | why it is not run |\n|---|---|---|\n")
		}
		for _, x := range p.missed {
			fmt.Fprintf(&b, "%s %s |\n", p.row(x), old.Reason(p.dir, p.row(x)))
		}
		now.Sections[p.dir] = strings.TrimSpace(b.String())
	}
	return now
}
