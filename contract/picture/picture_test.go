package picture_test

import (
	"encoding/xml"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/calendar/holidays"
	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/contract/picture"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func day(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func office(t *testing.T) contract.Definition {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "testdata", "register.json"))
	require.NoError(t, err)
	def, err := contract.Parse(data)
	require.NoError(t, err)
	return def
}

func compile(t *testing.T, def contract.Definition) *contract.Register {
	t.Helper()
	r, err := contract.Compile(def, &contract.Options{HolidaySets: holidays.All()})
	require.NoError(t, err)
	return r
}

// hundred is a register of 100 supplier contracts of every sort.
func hundred(t *testing.T) *contract.Register {
	t.Helper()
	def := office(t)
	def.Contracts = nil
	for i := range 100 {
		id := fmt.Sprintf("c%03d", i)
		start := day("2023-01-01").AddDays(i * 13)
		text := `{"id": "` + id + `", "number": "K-` + strconv.Itoa(1000+i) + `", "kind": "supplier", "party": {"name": "P"}, "fields": {"archiveNumber": "A"},
			"name": "` + []string{"Print service", "Hosting of mail & calendars", "Licences <all>, with a name that is much too long for its column", "电话系统和网络", "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW"}[i%5] + `",
			"start": "` + start.String() + `", ` + []string{
			`"term": "P3Y", "renewal": {"kind": "tacit", "term": "P1Y"}, "notice": [{"by": "us", "period": "P6M"}]`,
			`"term": "P1Y", "renewal": {"kind": "express", "term": "P1Y", "max": 3, "opens": "P6M", "closes": "P3M"}`,
			`"minimum": "P1Y", "renewal": {"kind": "evergreen"}, "notice": [{"by": "us", "period": "P3M", "exit": "month-end"}]`,
			`"term": "P1M", "renewal": {"kind": "tacit", "term": "P1M"}, "notice": [{"by": "either", "period": "P14D"}]`,
			`"term": "P2Y", "renewal": {"kind": "none"}`,
			`"term": "P1Y"`,
			`"renewal": {"kind": "tacit"}`,
		}[i%7] + `, "facts": [{"id": "1", "kind": "` + []string{"approve", "approve", "approve", "submit"}[i%4] + `", "on": "2022-12-01", "recorded": "2022-12-01T09:00:00Z"}` +
			[]string{
				"", `, {"id": "2", "kind": "suspend", "on": "` + start.AddDays(200).String() + `", "last": "` + start.AddDays(260).String() + `", "recorded": "2023-01-01T09:00:00Z"}`,
				`, {"id": "2", "kind": "withdraw", "on": "2022-12-05", "recorded": "2022-12-05T09:00:00Z"}`, "",
			}[i/3%4] + `]}`
		entry, err := contract.Parse([]byte(`{"zone": "Europe/Stockholm", "contracts": [` + text + `]}`))
		require.NoError(t, err)
		def.Contracts = append(def.Contracts, entry.Contracts...)
	}
	return compile(t, def)
}

// A box is the room of a label.
type box struct {
	left, top, right, bottom float64
	text                     string
}

// labels reads the boxes of all labels of a picture, each as wide as a wide
// typeface makes it.
func labels(t *testing.T, svg []byte) (boxes []box, width, height float64) {
	t.Helper()
	dec := xml.NewDecoder(strings.NewReader(string(svg)))
	var shift []float64
	var x, y float64
	var class string
	in := false
	for {
		tok, err := dec.Token()
		if tok == nil {
			break
		}
		require.NoError(t, err)
		switch e := tok.(type) {
		case xml.StartElement:
			attr := map[string]string{}
			for _, a := range e.Attr {
				attr[a.Name.Local] = a.Value
			}
			number := func(name string) float64 {
				f, err := strconv.ParseFloat(attr[name], 64)
				require.NoError(t, err, "%s of %s", name, e.Name.Local)
				return f
			}
			switch e.Name.Local {
			case "svg":
				width, height = number("width"), number("height")
			case "g":
				var dx, dy float64
				_, err := fmt.Sscanf(attr["transform"], "translate(%f,%f)", &dx, &dy)
				require.NoError(t, err)
				shift = append(shift, dy)
			case "text":
				x, y, class, in = number("x"), number("y"), attr["class"], true
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "g":
				shift = shift[:len(shift)-1]
			case "text":
				in = false
			}
		case xml.CharData:
			if !in {
				continue
			}
			size := 12.0
			if class == "h" {
				size = 16
			}
			w := wide(string(e)) * size
			b := box{left: x, text: string(e)}
			if strings.Contains(class, "c") && class != "i" || class == "nowt" {
				b.left = x - w/2
			}
			b.right = b.left + w
			for _, dy := range shift {
				y += dy
			}
			b.top, b.bottom = y-0.95*size, y+0.24*size
			boxes = append(boxes, b)
		}
	}
	return boxes, width, height
}

// wide returns how many ems a label takes in DejaVu Sans, rounded up by sorts.
func wide(s string) float64 {
	w := 0.0
	for _, r := range s {
		switch {
		case strings.ContainsRune("ijl.,:;'|![]()I ", r):
			w += 0.39
		case strings.ContainsRune("frt-/", r):
			w += 0.42
		case r >= 0x2E80 || strings.ContainsRune("mMW@%…", r):
			w += 1.0
		case r >= 'A' && r <= 'Z' || r == 'w' || r == '→':
			w += 0.84
		default:
			w += 0.65
		}
	}
	return w
}

func checkLabels(t *testing.T, svg []byte) {
	t.Helper()
	boxes, width, height := labels(t, svg)
	require.NotEmpty(t, boxes)
	for i, a := range boxes {
		if a.left < 0 || a.top < 0 || a.right > width || a.bottom > height {
			t.Errorf("%q is outside the picture: %+v", a.text, a)
		}
		for _, b := range boxes[i+1:] {
			if a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom {
				t.Errorf("%q and %q overlap: %+v %+v", a.text, b.text, a, b)
			}
		}
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(file, got, 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got), "run with -update and look at the picture")
}

func TestTimeline(t *testing.T) {
	r := compile(t, office(t))
	for _, kind := range []contract.Kind{contract.Customer, contract.Supplier} {
		svg := picture.Timeline(r, kind, day("2026-03-05"), nil)
		checkLabels(t, svg)
		golden(t, "timeline-"+string(kind)+".svg", svg)
	}
}

func TestProcessMap(t *testing.T) {
	svg := picture.ProcessMap(nil)
	checkLabels(t, svg)
	golden(t, "process-map.svg", svg)
	for p := range contract.Lifecycle() {
		what := string(p.Fact)
		if what == "" {
			what = p.When
		}
		require.Contains(t, string(svg), what)
	}
	require.Contains(t, string(picture.ProcessMap(&picture.Options{Title: "Ours & theirs"})), "Ours &amp; theirs")
}

// 100 rows are 1,600 by 2,400 px and at most 200 KB, and no two labels overlap,
// whatever the names are.
func TestAHundredContracts(t *testing.T) {
	r := hundred(t)
	for _, d := range []string{"2026-03-05", "2022-06-01", "2031-12-31"} {
		svg := picture.Timeline(r, contract.Supplier, day(d), nil)
		checkLabels(t, svg)
		_, width, height := labels(t, svg)
		require.Equal(t, []float64{1600, 2400}, []float64{width, height})
		require.LessOrEqual(t, len(svg), 200_000)
		require.Equal(t, string(svg), string(picture.Timeline(r, contract.Supplier, day(d), nil)), "byte for byte")
	}
}

func TestTimelineOptions(t *testing.T) {
	r := hundred(t)
	for _, opts := range []*picture.Options{
		{From: day("2026-01-01"), Until: day("2026-02-01")},
		{From: day("2026-01-15"), Until: day("2027-01-15"), Contracts: []string{"c007", "missing", "c000"}},
		{From: day("2000-01-01"), Until: day("9999-12-31"), Contracts: []string{}},
		{From: day("2026-01-01"), Until: day("2025-01-01")},
		{From: day("2010-01-01"), Until: day("2040-01-01"), Title: strings.Repeat("A long title ", 40)},
		{From: day("9999-01-01")},
	} {
		svg := picture.Timeline(r, contract.Supplier, day("2026-03-05"), opts)
		checkLabels(t, svg)
		if opts.Contracts != nil {
			require.Equal(t, 2*len(opts.Contracts)/3, strings.Count(string(svg), "<g "))
		}
	}
	require.Contains(t, string(picture.Timeline(r, contract.Customer, day("2026-03-05"), nil)), "0 contracts on 2026-03-05")
}

// A name cannot end the element it stands in, nor spoil the document.
func TestNamesAreEscaped(t *testing.T) {
	def := office(t)
	def.Contracts[0].Name = "</text><script>alert(1)</script>\x00\u202e\n\"'&"
	def.Contracts[0].Number = ""
	r, err := contract.Compile(def, &contract.Options{HolidaySets: holidays.All()})
	require.NoError(t, err)
	svg := picture.Timeline(r, contract.Supplier, day("2026-03-05"), nil)
	require.NotContains(t, string(svg), "<script")
	require.NotContains(t, string(svg), "\u202e")
	checkLabels(t, svg)
}
