package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// A list is what is to be held.
type list struct {
	items []*item
	byID  map[string]*item
}

// An item is a law, a decision or a failure mode.
type item struct {
	chapter   string
	id, title string
	// named are the tests and cases that the list names, and apart why the item
	// does not apply.
	named []string
	apart string
	line  int
	// held are the tests that were found.
	held []string
}

// mostApart is how many failure modes may be said not to apply.
const mostApart = 12

var itemLine = regexp.MustCompile(`^([A-Z])(\d+)\s+(.+)$`)

// readList reads a file of lines:
//
//	# a comment
//	== Chapter
//	F12 what it is
//	    calendar.TestDecisionT02LocalTime        a test of a package
//	    edges/d23-saopaulo-midnight-fold         a case of testdata/conformance
//	    apart D1: nothing is stored              it does not apply
func readList(name string) (*list, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	l := &list{byID: map[string]*item{}}
	chapter, number := "", 0
	for line := range strings.Lines(string(data)) {
		number++
		place := fmt.Sprintf("%s:%d", filepath.Base(name), number)
		text := strings.TrimSpace(line)
		switch m := itemLine.FindStringSubmatch(text); {
		case text == "" || text[0] == '#':
		case strings.HasPrefix(text, "== "):
			chapter = text[3:]
		case m != nil && line[0] == text[0]:
			x := &item{chapter: chapter, id: m[1] + strings.TrimLeft(m[2], "0"), title: m[3], line: number}
			if chapter == "" || l.byID[x.id] != nil {
				return nil, fmt.Errorf("%s: %s comes twice or before a chapter", place, x.id)
			}
			l.items, l.byID[x.id] = append(l.items, x), x
		case line[0] != text[0] && len(l.items) > 0:
			x := l.items[len(l.items)-1]
			if why, ok := strings.CutPrefix(text, "apart "); ok {
				x.apart = why
			} else {
				x.named = append(x.named, text)
			}
		default:
			return nil, fmt.Errorf("%s: cannot read %q", place, text)
		}
	}
	return l, nil
}

// spoken finds what the name of a test, or of a part of one, speaks of:
// TestDecisionT7T8T9 or, among the parts of TestFailures, F12_back_over_midnight.
var (
	spoken = regexp.MustCompile(`^(?:Test)?(?:Law|Decision|Failure)((?:[A-Z]\d+)+)`)
	part   = regexp.MustCompile(`^(F\d+)(?:_|$)`)
	one    = regexp.MustCompile(`([A-Z])0*(\d+)`)
)

func speaksOf(test string) (ids []string) {
	parts := strings.Split(test, "/")
	last := parts[len(parts)-1]
	m := spoken.FindStringSubmatch(last)
	if m == nil && parts[0] == "TestFailures" && len(parts) == 2 {
		m = part.FindStringSubmatch(last)
	}
	if m == nil {
		return nil
	}
	for _, id := range one.FindAllStringSubmatch(m[1], -1) {
		ids = append(ids, id[1]+id[2])
	}
	return ids
}

// judge looks for the tests of every item and returns what is wrong.
func (l *list) judge(tests outcomes, cases map[string]string) (problems []string) {
	for _, name := range tests.names() {
		_, test, _ := strings.Cut(name, ".Test")
		for _, id := range speaksOf("Test" + test) {
			x := l.byID[id]
			switch {
			case x == nil:
				problems = append(problems, fmt.Sprintf("%s speaks of %s, which evidence.txt does not list", name, id))
			case tests[name] == "pass":
				x.held = append(x.held, "`"+name+"`")
			}
		}
	}
	apart := 0
	for _, x := range l.items {
		for _, name := range x.named {
			of := name
			if strings.Contains(name, "/") && !strings.Contains(name, ".") {
				if of = cases[name]; of == "" {
					problems = append(problems, fmt.Sprintf("evidence.txt:%d: %s names %s, which is no case, or one that is left out", x.line, x.id, name))
					continue
				}
			}
			switch outcome := tests[of]; outcome {
			case "pass":
				x.held = append(x.held, "`"+name+"`")
			case "":
				problems = append(problems, fmt.Sprintf("evidence.txt:%d: %s names %s, which did not run", x.line, x.id, name))
			default:
				problems = append(problems, fmt.Sprintf("evidence.txt:%d: %s names %s: %s", x.line, x.id, name, outcome))
			}
		}
		switch {
		case x.apart != "":
			if apart++; x.id[0] != 'F' {
				apart--
			}
			id, _, _ := strings.Cut(x.apart, ":")
			if l.byID[id] == nil {
				problems = append(problems, fmt.Sprintf("evidence.txt:%d: %s does not apply, but by which decision?", x.line, x.id))
			}
		case len(x.held) == 0:
			problems = append(problems, fmt.Sprintf("evidence.txt:%d: no test holds %s: %s", x.line, x.id, x.title))
		}
	}
	if apart > mostApart {
		problems = append(problems, fmt.Sprintf("%d failure modes do not apply, want at most %d", apart, mostApart))
	}
	return problems
}
