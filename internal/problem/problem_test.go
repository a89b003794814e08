package problem

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit"
)

func TestList(t *testing.T) {
	var inner, list List
	require.NoError(t, list.Err())
	inner.Add("[2].open", slakit.ErrInvalid, "%q is no time", "8am")
	inner.Add("", slakit.ErrRequired, "a name")
	list.Add("zone", slakit.ErrUnknown, "no such zone")
	list.Merge("hours", inner.Err())
	list.Merge("nothing", nil)
	list.Merge("foreign", errors.New("not one of ours"))
	require.Equal(t, 4, list.Len())
	require.EqualError(t, list.Err(), "zone: unknown: no such zone\nhours[2].open: invalid: \"8am\" is no time\nhours: required: a name\nforeign: not one of ours")
}

func TestPaths(t *testing.T) {
	require.Equal(t, "a.b", Join("a", "b"))
	require.Equal(t, "a[0]", Join("a", "[0]"))
	require.Equal(t, "b", Join("", "b"))
	require.Equal(t, "a", Join("a", ""))
	require.Equal(t, "a[3]", Index("a", 3))
	require.Equal(t, "match.branch", Key("match", "branch"))
	require.Equal(t, `match["on hold"]`, Key("match", "on hold"))
	require.Equal(t, `match["a.b"]`, Key("match", "a.b"))
	require.Equal(t, `match[""]`, Key("match", ""))
}

func TestDidYouMean(t *testing.T) {
	known := []string{"resolved", "responded", "reopened", "closed"}
	for _, c := range []struct{ name, want string }{
		{"resolvd", ` (did you mean "resolved"?)`},
		{"RESOLVED", ` (did you mean "resolved"?)`},
		{"resopnded", ` (did you mean "responded"?)`}, // swapped letters are one edit
		{"colsed", ` (did you mean "closed"?)`},
		{"cancelled", ""},
		{"", ""},
		{strings.Repeat("x", 1<<20), ""}, // hostile
	} {
		require.Equal(t, c.want, DidYouMean(c.name, known), "%.20s", c.name)
	}
	require.Equal(t, ` (did you mean "ab"?)`, DidYouMean("ac", []string{"ad", "ab"}), "ties go by the alphabet")
}

func TestRefuse(t *testing.T) {
	var list, more List
	list.Refuse("a", nil)
	list.Refuse("b", New(slakit.ErrLimit, "%d digits", 31))
	more.Refuse("c", errors.New("not one of ours"))
	list.Append(more)
	require.EqualError(t, list.Err(), "b: limit exceeded: 31 digits\nc: invalid: not one of ours")
	require.ErrorIs(t, list.Err(), slakit.ErrLimit)
	require.ErrorIs(t, list.Err(), slakit.ErrInvalid)
}
