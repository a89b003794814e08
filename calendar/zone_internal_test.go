package calendar

import (
	"bytes"
	"encoding/binary"
	"testing"
	"time"
)

// ruleZone makes a zone that is served by a POSIX rule from 1970 on, as the
// short form of zone files serves the years to come.
func ruleZone(t *testing.T, rule string) *time.Location {
	t.Helper()
	var b bytes.Buffer
	for _, size := range []int{4, 8} {
		b.WriteString("TZif2")
		b.Write(make([]byte, 15))
		if err := binary.Write(&b, binary.BigEndian, []uint32{0, 0, 0, 1, 1, 4}); err != nil {
			t.Fatal(err)
		}
		at := make([]byte, 8)
		when := int64(0)
		binary.BigEndian.PutUint64(at, uint64(when))
		b.Write(at[8-size:])
		b.WriteByte(0)
		b.Write([]byte{0, 0, 0, 0, 0, 0})
		b.WriteString("STD\x00")
	}
	b.WriteString("\n" + rule + "\n")
	loc, err := time.LoadLocationFromTZData("Test/Rule", b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// TestZoneOfRule: in years that only a rule serves, ZoneBounds may end at or
// before the instant on the last day of a leap year (golang/go#81583). The
// table must move on.
func TestZoneOfRule(t *testing.T) {
	for _, tt := range []struct {
		name, rule   string
		hour         int
		start, until func(year int) int64 // of the time that is ahead
	}{
		{"european", "CET-1CEST,M3.5.0,M10.5.0/3", 3600, lastSunday(time.March), lastSunday(time.October)},
		{
			"a change on 31 December", "STD0DST,J365/12,J180", 0,
			func(y int) int64 { return time.Date(y, 12, 31, 12, 0, 0, 0, time.UTC).Unix() },
			func(y int) int64 { return time.Date(y, 6, 29, 1, 0, 0, 0, time.UTC).Unix() },
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			z := newZone(ruleZone(t, tt.rule))
			for y := 1971; y < 2199; y++ {
				for _, edge := range []struct {
					at            int64
					before, after int32
				}{
					{tt.start(y), int32(tt.hour), int32(tt.hour) + 3600},
					{tt.until(y), int32(tt.hour) + 3600, int32(tt.hour)},
				} {
					if got := z.offsets[z.find(edge.at-1)]; got != edge.before {
						t.Fatalf("%d: before %s the offset is %d, want %d", y, time.Unix(edge.at, 0).UTC(), got, edge.before)
					}
					if got := z.offsets[z.find(edge.at)]; got != edge.after {
						t.Fatalf("%d: at %s the offset is %d, want %d", y, time.Unix(edge.at, 0).UTC(), got, edge.after)
					}
				}
			}
			if n := len(z.starts); n < 458 || n > 464 {
				t.Errorf("%d stretches in 230 years", n)
			}
		})
	}
}

func lastSunday(m time.Month) func(int) int64 {
	return func(y int) int64 {
		d := time.Date(y, m, 31, 1, 0, 0, 0, time.UTC)
		return d.AddDate(0, 0, -int(d.Weekday())).Unix()
	}
}
