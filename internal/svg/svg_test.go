package svg

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestFit(t *testing.T) {
	for _, tt := range []struct {
		s    string
		room int
		want string
	}{
		{"", 0, ""},
		{"abc", 25, "abc"}, // three of 8.16 px
		{"abc", 24, "a…"},
		{"a bcd", 26, "a…"}, // no space before the mark
		{"abc", 0, "…"},
		{"日本語", 30, "日…"},
	} {
		got := Fit(tt.s, tt.room)
		require.Equal(t, tt.want, got, "%q in %d", tt.s, tt.room)
		require.True(t, got == "…" || Width(got) <= tt.room, "%q is %d wide", got, Width(got))
	}
}

func TestEscape(t *testing.T) {
	require.Equal(t, `&lt;a href=&quot;x&quot;&gt; &amp; 'é日'`, Escape("<a href=\"x\">\n&\t'é日'"))
	require.Equal(t, strings.Repeat("\uFFFD", 7), Line("\x00\x1b\uFFFE\uFFFF\u202E\u2066\xff"))
}

// Whatever is written, the picture is well-formed and says it on one line.
func FuzzPicture(f *testing.F) {
	f.Add("</text><script>", "m", 40)
	f.Add("\u202e\x00\xff]]>", "", 0)
	f.Fuzz(func(t *testing.T, s, title string, room int) {
		var p Picture
		p.Open(100, 100, title, s, "")
		p.Text(1, 2, room, "m", s)
		got := p.Close()
		if !utf8.Valid(got) {
			t.Fatalf("%q is no UTF-8", got)
		}
		for d := xml.NewDecoder(strings.NewReader(string(got))); ; {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", got, err)
			}
			if e, ok := token.(xml.StartElement); ok && e.Name.Local == "script" {
				t.Fatalf("%s has a script", got)
			}
		}
	})
}
