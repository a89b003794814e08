package strictjson_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/internal/strictjson"
)

type document struct {
	Note     string            `json:"note,omitzero"`
	Levels   []level           `json:"serviceLevels"`
	Matrices map[name]matrix   `json:"matrices"`
	Labels   map[string]string `json:"labels"`
	Counted  int8              `json:"counted"`
	Plain    uint16            `json:"plain"`
	Large    int64             `json:"large"`
	Share    *int              `json:"share"`
	Active   bool              `json:"active"`
	From     time.Time         `json:"from"`
	Raw      json.RawMessage   `json:"raw"`
	Facts    facts             `json:"facts"`
	Untagged string
	Hidden   string `json:"-"`
	Ratio    float64
	unseen   string
	base
	*Extra
}

type name string

type base struct {
	ID   string `json:"id"`
	Note string `json:"note"` // hidden by the outer one
}

type Extra struct {
	Owner string `json:"owner"`
}

type level struct {
	ID      string   `json:"id"`
	Targets []target `json:"targets"`
}

type target struct {
	Metric   string    `json:"metric"`
	Within   allowance `json:"within"`
	Priority []string  `json:"priorities"`
}

type matrix struct {
	Cells [][]string `json:"matrix"`
}

// allowance is a text type.
type allowance struct{ text string }

func (a *allowance) UnmarshalText(text []byte) error {
	if !strings.HasSuffix(string(text), "h") {
		return fmt.Errorf("found %q, want hours such as 8h", text)
	}
	a.text = string(text)
	return nil
}

func (a allowance) MarshalText() ([]byte, error) { return []byte(a.text), nil }

// facts is a type that decodes itself: a string or an array of strings.
type facts map[string][]string

func (f *facts) UnmarshalJSON(data []byte) error {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return errors.New("want an object")
	}
	*f = facts{}
	var errs []error
	for key, value := range raw {
		var one string
		var many []string
		switch {
		case json.Unmarshal(value, &one) == nil:
			(*f)[key] = []string{one}
		case json.Unmarshal(value, &many) == nil:
			(*f)[key] = many
		default:
			errs = append(errs, &slakit.FieldError{Path: key, Err: fmt.Errorf("%w: want a string or an array of strings", slakit.ErrInvalid)})
		}
	}
	return errors.Join(errs...)
}

func decode(text string) (document, error) {
	var d document
	err := strictjson.Decode([]byte(text), strictjson.DefaultLimit, &d)
	return d, err
}

func lines(err error) []string {
	var out []string
	for _, e := range slakit.FieldErrors(err) {
		out = append(out, e.Error())
	}
	return out
}

func TestDecodeAccepts(t *testing.T) {
	d, err := decode(` {
		"note": "nå\u00e5 \ud83d\ude00 \"x\"", "id": "a", "owner": "o", "Untagged": "u",
		"serviceLevels": [{"id": "gold", "targets": [{"within": "8h", "priorities": []}, {}]}, {}],
		"matrices": {"standard": {"matrix": [["P1", ""], []]}},
		"labels": {}, "counted": -128, "plain": 65535, "large": 9223372036854775807, "share": 3, "active": true,
		"from": "2026-03-02T08:00:00+01:00", "raw": {"any": [1.5e3, null]}, "facts": {"a": "x", "b": ["y", "z"]}
	} `)
	require.NoError(t, err)
	require.Equal(t, `nåå 😀 "x"`, d.Note)
	require.Empty(t, d.base.Note)
	require.Equal(t, "a", d.ID)
	require.Equal(t, "o", d.Owner)
	require.Equal(t, "u", d.Untagged)
	require.Len(t, d.Levels, 2)
	require.Equal(t, "8h", d.Levels[0].Targets[0].Within.text)
	require.NotNil(t, d.Levels[0].Targets[0].Priority)
	require.Nil(t, d.Levels[0].Targets[1].Priority)
	require.Equal(t, [][]string{{"P1", ""}, {}}, d.Matrices["standard"].Cells)
	require.NotNil(t, d.Labels)
	require.Equal(t, int8(-128), d.Counted)
	require.Equal(t, uint16(65535), d.Plain)
	require.Equal(t, int64(9223372036854775807), d.Large)
	require.Equal(t, 3, *d.Share)
	require.True(t, d.Active)
	require.True(t, d.From.Equal(time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC)))
	require.Equal(t, `{"any": [1.5e3, null]}`, string(d.Raw))
	require.Equal(t, facts{"a": {"x"}, "b": {"y", "z"}}, d.Facts)
	require.Empty(t, d.unseen)

	d, err = decode(`{"share": null}`)
	require.NoError(t, err)
	require.Nil(t, d.Share)
	require.Nil(t, d.Extra, "an embedded pointer is made only when needed")
}

// An instant is never put into the host's zone, whatever that is.
func TestDecodeKeepsWrittenOffset(t *testing.T) {
	for _, text := range []string{"2026-03-02T08:00:00+09:00", "2026-03-02T08:00:00Z", "2026-07-02T08:00:00-04:00"} {
		d, err := decode(`{"from": "` + text + `"}`)
		require.NoError(t, err)
		require.Equal(t, text, d.From.Format(time.RFC3339))
		require.NotSame(t, time.Local, d.From.Location())
	}
}

func TestDecodeTellsEveryProblem(t *testing.T) {
	_, err := decode(`{
		"nota": "x",
		"serviceLevels": [
			{"id": 5, "targets": [{"metric": "response", "within": "8d"}, {"within": 8, "within": "x"}]},
			[],
			{"ID": "gold", "Targets": [{"metric": null}], "targets": null}
		],
		"matrices": {"a.b": {"matrix": [["P1", 2], "P3"]}, "a.b": {"matrix": 7}},
		"labels": {"x": "1", "x": 2},
		"counted": 128, "plain": -1, "large": 1.0, "share": "3", "active": "yes",
		"from": "2026-03-02", "raw": {"k": 1, "k": {"in": 1, "in": 2}},
		"facts": {"bad": 1, "bad": 2},
		"Ratio": 1.5, "Hidden": "x", "unseen": "x", "Extra": {}, "owner": true
	}`)
	want := []string{
		`nota: unknown: no such key (did you mean "note"?), want one of note, serviceLevels, matrices, labels, counted, plain, large, share, active, from, raw, facts, Untagged, Ratio, id, owner`,
		`serviceLevels[0].id: invalid: found a number (5), want a string`,
		`serviceLevels[0].targets[0].within: invalid: found "8d", want hours such as 8h`,
		`serviceLevels[0].targets[1].within: invalid: found a number (8), want a string`,
		`serviceLevels[0].targets[1].within: duplicate: the key is given in line 4 and again in line 4, want it once`,
		`serviceLevels[0].targets[1].within: invalid: found "x", want hours such as 8h`,
		`serviceLevels[1]: invalid: found an array, want an object`,
		`serviceLevels[2].ID: unknown: no such key, want "id": case matters`,
		`serviceLevels[2].Targets: unknown: no such key, want "targets": case matters`,
		`serviceLevels[2].Targets[0].metric: invalid: found null, want a string`,
		`serviceLevels[2].targets: invalid: found null, want an array`,
		`matrices["a.b"].matrix[0][1]: invalid: found a number (2), want a string`,
		`matrices["a.b"].matrix[1]: invalid: found a string ("P3"), want an array`,
		`matrices["a.b"]: duplicate: the key is given in line 8 and again in line 8, want it once`,
		`matrices["a.b"].matrix: invalid: found a number (7), want an array`,
		`labels.x: duplicate: the key is given in line 9 and again in line 9, want it once`,
		`labels.x: invalid: found a number (2), want a string`,
		`counted: invalid: found a number (128), want a whole number from -128 to 127`,
		`plain: invalid: found a number (-1), want a whole number from 0 to 65535`,
		`large: invalid: found a number (1.0), want a whole number`,
		`share: invalid: found a string ("3"), want a whole number`,
		`active: invalid: found a string ("yes"), want true or false`,
		`from: invalid: found a string ("2026-03-02"), want an instant such as 2026-03-02T08:00:00+01:00 (RFC 3339)`,
		`raw.k: duplicate: the key is given in line 11 and again in line 11, want it once`,
		`raw.k.in: duplicate: the key is given in line 11 and again in line 11, want it once`,
		`facts.bad: duplicate: the key is given in line 12 and again in line 12, want it once`,
		`facts.bad: invalid: want a string or an array of strings`,
		`Ratio: invalid: found a number (1.5), want nothing: values of type float64 cannot be given as JSON`,
		`Hidden: unknown: no such key, want one of note, serviceLevels, matrices, labels, counted, plain, large, share, active, from, raw, facts, Untagged, Ratio, id, owner`,
		`unseen: unknown: no such key, want one of note, serviceLevels, matrices, labels, counted, plain, large, share, active, from, raw, facts, Untagged, Ratio, id, owner`,
		`Extra: unknown: no such key, want one of note, serviceLevels, matrices, labels, counted, plain, large, share, active, from, raw, facts, Untagged, Ratio, id, owner`,
		`owner: invalid: found true, want a string`,
	}
	require.Equal(t, want, lines(err))
	for _, kind := range []error{slakit.ErrUnknown, slakit.ErrDuplicate, slakit.ErrInvalid} {
		require.ErrorIs(t, err, kind)
	}
}

func TestDecodeNullAndOtherKinds(t *testing.T) {
	_, err := decode(`{
		"from": null, "facts": null, "raw": null, "labels": null, "serviceLevels": [{"targets": [{"within": null}]}, null],
		"active": 0, "counted": false, "note": {}, "matrices": []
	}`)
	require.Equal(t, []string{
		`from: invalid: found null, want an instant such as 2026-03-02T08:00:00+01:00 (RFC 3339)`,
		`facts: invalid: found null, want a value`,
		`raw: invalid: found null, want a value`,
		`labels: invalid: found null, want an object`,
		`serviceLevels[0].targets[0].within: invalid: found null, want a string`,
		`serviceLevels[1]: invalid: found null, want an object`,
		`active: invalid: found a number (0), want true or false`,
		`counted: invalid: found false, want a whole number from -128 to 127`,
		`note: invalid: found an object, want a string`,
		`matrices: invalid: found an array, want an object`,
	}, lines(err))

	_, err = decode(`{"from": 5, "counted": "` + strings.Repeat("å", 30) + `x", "facts": []}`)
	require.Equal(t, []string{
		`from: invalid: found a number (5), want an instant such as 2026-03-02T08:00:00+01:00 (RFC 3339)`,
		`counted: invalid: found a string ("` + strings.Repeat("å", 20) + `..."), want a whole number from -128 to 127`,
		`facts: invalid: want an object`,
	}, lines(err))
	_, err = decode(`{"counted": "x` + strings.Repeat("å", 30) + `"}`)
	require.ErrorContains(t, err, `("x`+strings.Repeat("å", 19)+`...")`, "characters are not cut in two")
}

// strict is a type whose own decoding is strict too.
type strict struct{ fields map[string]int }

func (s *strict) UnmarshalJSON(data []byte) error {
	return strictjson.Decode(data, strictjson.DefaultLimit, &s.fields)
}

func TestDecodeTellsDuplicatesOfADelegateOnce(t *testing.T) {
	var v struct {
		Strict strict `json:"strict"`
	}
	err := strictjson.Decode([]byte("{\"strict\":\n{\"a\": 1, \"b\": \"x\", \"a\": 2}}"), 1000, &v)
	require.Equal(t, []string{
		`strict.a: duplicate: the key is given in line 2 and again in line 2, want it once`,
		`strict.b: invalid: found a string ("x"), want a whole number`,
	}, lines(err))
	require.Equal(t, 1, v.Strict.fields["a"])
}

func TestDecodeKeepsWhatIsRight(t *testing.T) {
	d, err := decode(`{"id": "a", "id": "b", "nope": {}, "serviceLevels": [{"id": "x"}, 5], "counted": 4}`)
	require.Error(t, err)
	require.Equal(t, "a", d.ID, "the first of two is kept")
	require.Equal(t, "x", d.Levels[0].ID)
	require.Equal(t, int8(4), d.Counted)
}

func TestDecodeMalformed(t *testing.T) {
	deep := strings.Repeat("[", 33) + strings.Repeat("]", 33)
	tests := []struct {
		name, text, want string
		kind             error
	}{
		{"empty", "", "invalid: line 1, column 1: unexpected end of JSON input", slakit.ErrInvalid},
		{"cut short", "{\n  \"id\": \"a\"", "invalid: line 2, column 12: unexpected end of JSON input", slakit.ErrInvalid},
		{"missing comma", "{\n  \"id\": \"åä\" \"x\"}", `invalid: line 2, column 14: invalid character '"' after object key:value pair`, slakit.ErrInvalid},
		{"trailing comma", `{"id": "a",}`, `invalid: line 1, column 12: invalid character '}' looking for beginning of object key string`, slakit.ErrInvalid},
		{"trailing data", "{}\n{}", `invalid: line 2, column 1: invalid character '{' after top-level value`, slakit.ErrInvalid},
		{"last byte", "{}x", `invalid: line 1, column 3: invalid character 'x' after top-level value`, slakit.ErrInvalid},
		{"comment", "{} // x", `invalid: line 1, column 4: invalid character '/' after top-level value`, slakit.ErrInvalid},
		{"invalid UTF-8", "{\"id\": \"\xff\"}", `invalid: line 1, column 9: found the byte 0xff, want UTF-8`, slakit.ErrInvalid},
		{"byte order mark", "\uFEFF{}", `invalid: line 1, column 1: found a byte order mark, want UTF-8 without one`, slakit.ErrInvalid},
		{"lone surrogate", `{"id": "\\\"\n\ud83d\ude00\ud800"}`, `invalid: line 1, column 27: found half of a surrogate pair, want a whole character`, slakit.ErrInvalid},
		{"swapped surrogates", `{"id": "\ude00\ud83d"}`, `invalid: line 1, column 9: found half of a surrogate pair, want a whole character`, slakit.ErrInvalid},
		{"half at the end", `{"id": "\ud83d\u00e5"}`, `invalid: line 1, column 9: found half of a surrogate pair, want a whole character`, slakit.ErrInvalid},
		{"too deep", deep, `limit exceeded: line 1, column 33: nested deeper than 32 levels`, slakit.ErrLimit},
		{"very deep", strings.Repeat("[", 1<<19) + strings.Repeat("]", 1<<19), `limit exceeded: nested deeper than 32 levels`, slakit.ErrLimit},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := decode(tt.text)
			require.EqualError(t, err, tt.want)
			require.ErrorIs(t, err, tt.kind)
			require.Len(t, slakit.FieldErrors(err), 1)
		})
	}
}

func TestDecodeRoot(t *testing.T) {
	_, err := decode(`[]`)
	require.EqualError(t, err, "invalid: found an array, want an object")
	_, err = decode(`null`)
	require.EqualError(t, err, "invalid: found null, want an object")
	var list []string
	require.NoError(t, strictjson.Decode([]byte("[]"), 2, &list))
}

func TestDecodeLimits(t *testing.T) {
	var v struct{}
	require.NoError(t, strictjson.Decode([]byte(`{ }`), 3, &v))
	err := strictjson.Decode([]byte(`{  }`), 3, &v)
	require.EqualError(t, err, "limit exceeded: the document has 4 bytes, want at most 3")
	require.ErrorIs(t, err, slakit.ErrLimit)

	err = strictjson.Decode([]byte(`{"a": 1}`), 100, &v)
	require.EqualError(t, err, "a: unknown: no such key, no key is expected here")

	deep := strings.Repeat(`{"x":`, 31) + `{}` + strings.Repeat(`}`, 31)
	require.Len(t, lines(strictjson.Decode([]byte(deep), 1000, &v)), 1, "32 levels are fine")
}

// A hostile document costs a short list, not memory or time.
func TestDecodeBoundsTheList(t *testing.T) {
	_, err := decode(`{` + strings.Repeat(`"wrong":1,`, 100_000) + `"x":[]}`)
	got := lines(err)
	require.Len(t, got, 1001)
	require.Equal(t, "limit exceeded: more than 1000 problems, the others are not listed", got[1000])

	key := strings.Repeat("ä", 200_000)
	_, err = decode(`{"matrices": {"` + key + `": {"matrix": [` + strings.Repeat("1,", 100_000) + `1]}}}`)
	require.Less(t, len(err.Error()), 1_000_000)

	_, err = decode(`{"labels": {` + strings.Repeat(`"k":"v",`, 100_000) + `"k":"v"}}`)
	require.Len(t, lines(err), 1001)

	_, err = decode(`{"raw": {` + strings.Repeat(`"k":"v",`, 100_000) + `"k":"v"}}`)
	require.Len(t, lines(err), 1001)
}

type key struct{}

type upper string

func (u *upper) UnmarshalText(text []byte) error {
	if strings.ToUpper(string(text)) != string(text) {
		return fmt.Errorf("%w: found %q, want capitals", slakit.ErrUnknown, text)
	}
	*u = upper(text)
	return nil
}

func TestDecodeTypesOfKeys(t *testing.T) {
	var v map[upper]int
	require.NoError(t, strictjson.Decode([]byte(`{"A": 1}`), 100, &v))
	require.Equal(t, map[upper]int{"A": 1}, v)

	err := strictjson.Decode([]byte(`{"a": "x"}`), 100, &v)
	require.Equal(t, []string{`a: unknown: found "a", want capitals`, `a: invalid: found a string ("x"), want a whole number`}, lines(err))

	for _, into := range []any{new(map[int]int), new(map[key]int), new([]byte), new(any), new([2]int), new(func())} {
		require.ErrorContains(t, strictjson.Decode([]byte(`{}`), 100, into), "cannot be given as JSON")
	}
}

func TestDecodeSmallIntegers(t *testing.T) {
	tests := []struct {
		text string
		into any
		ok   bool
	}{
		{"-32768", new(int16), true},
		{"32768", new(int16), false},
		{"2147483647", new(int32), true},
		{"2147483648", new(int32), false},
		{"9223372036854775808", new(int), false},
		{"255", new(uint8), true},
		{"256", new(uint8), false},
		{"4294967296", new(uint32), false},
		{"18446744073709551615", new(uint64), true},
		{"-0", new(uint), false},
		{"-0", new(int), true},
		{"1e3", new(int), false},
	}
	for _, tt := range tests {
		err := strictjson.Decode([]byte(tt.text), 100, tt.into)
		require.Equal(t, tt.ok, err == nil, "%s into %T: %v", tt.text, tt.into, err)
		require.Equal(t, json.Unmarshal([]byte(tt.text), tt.into) == nil, err == nil, "as encoding/json")
	}
}

// What Decode accepts, encoding/json accepts with the same result.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"note": "nå\u00e5", "id": "a", "owner": "o", "serviceLevels": [{"id": "gold", "targets": [{"within": "8h"}]}]}`))
	f.Add([]byte(`{"matrices": {"a.b": {"matrix": [["P1", ""], []]}}, "facts": {"a": "x"}, "raw": [1, {}, null]}`))
	f.Add([]byte(`{"from": "2026-03-02T08:00:00+01:00", "counted": -1, "share": null, "active": false, "large": 12}`))
	f.Add([]byte(`{"id": "a", "ID": 2, "id": [], "x": {"y": "\ud800"}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var got, want document
		err := strictjson.Decode(data, strictjson.DefaultLimit, &got)
		if err != nil {
			if len(slakit.FieldErrors(err)) == 0 {
				t.Fatalf("%q: an error without a place: %v", data, err)
			}
			return
		}
		if err := json.Unmarshal(data, &want); err != nil {
			t.Fatalf("%q: accepted, but encoding/json says %v", data, err)
		}
		a, errA := json.Marshal(got)
		b, errB := json.Marshal(want)
		if errA != nil || errB != nil || string(a) != string(b) {
			t.Fatalf("%q: decoded as %s (%v), by encoding/json as %s (%v)", data, a, errA, b, errB)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	text := []byte(`{"serviceLevels": [` + strings.Repeat(`{"id": "gold", "targets": [{"metric": "response", "within": "8h"}]},`, 100) + `{}]}`)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		var d document
		if err := strictjson.Decode(text, strictjson.DefaultLimit, &d); err != nil {
			b.Fatal(err)
		}
	}
}
