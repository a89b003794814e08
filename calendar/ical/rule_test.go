package ical_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/gen"
	"github.com/leanovate/gopter/prop"
	"github.com/stretchr/testify/require"
	"github.com/teambition/rrule-go"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/calendar/ical"
)

// law checks a property; -laws says with how many cases.
func law(t *testing.T, p gopter.Prop) {
	parameters := gopter.DefaultTestParameters()
	parameters.MinSuccessfulTests = *lawCases
	properties := gopter.NewProperties(parameters)
	properties.Property(t.Name(), p)
	properties.TestingRun(t)
}

// The examples of RFC 5545, 3.8.5.3, that give dates, with the dates that it
// lists.
func TestExamplesOfTheFormat(t *testing.T) {
	tests := []struct {
		start, rule string
		until       string // of the dates asked for
		want        string
	}{
		{"19970902", "FREQ=DAILY;COUNT=10", "", "1997 0902 0903 0904 0905 0906 0907 0908 0909 0910 0911"},
		{"19970902", "FREQ=DAILY;INTERVAL=2", "1997-09-19", "1997 0902 0904 0906 0908 0910 0912 0914 0916 0918"},
		{"19970902", "FREQ=DAILY;INTERVAL=10;COUNT=5", "", "1997 0902 0912 0922 1002 1012"},
		{"19970902", "FREQ=WEEKLY;COUNT=10", "", "1997 0902 0909 0916 0923 0930 1007 1014 1021 1028 1104"},
		{"19970902", "FREQ=WEEKLY;UNTIL=19971224T000000Z", "", "1997 0902 0909 0916 0923 0930 1007 1014 1021 1028 1104 1111 1118 1125 1202 1209 1216 1223"},
		{"19970902", "FREQ=WEEKLY;INTERVAL=2;WKST=SU", "1997-11-01", "1997 0902 0916 0930 1014 1028"},
		{"19970902", "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH", "", "1997 0902 0904 0909 0911 0916 0918 0923 0925 0930 1002 1007"},
		{"19970902", "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", "", "1997 0902 0904 0909 0911 0916 0918 0923 0925 0930 1002"},
		{"19970901", "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971223;WKST=SU;BYDAY=MO,WE,FR", "", "1997 0901 0903 0905 0915 0917 0919 0929 1001 1003 1013 1015 1017 1027 1029 1031 1110 1112 1114 1124 1126 1128 1208 1210 1212 1222"},
		{"19970902", "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH", "", "1997 0902 0904 0916 0918 0930 1002 1014 1016"},
		{"19970905", "FREQ=MONTHLY;COUNT=10;BYDAY=1FR", "", "1997 0905 1003 1107 1205 1998 0102 0206 0306 0403 0501 0605"},
		{"19970905", "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR", "", "1997 0905 1003 1107 1205"},
		{"19970907", "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU", "", "1997 0907 0928 1102 1130 1998 0104 0125 0301 0329 0503 0531"},
		{"19970922", "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "", "1997 0922 1020 1117 1222 1998 0119 0216"},
		{"19970928", "FREQ=MONTHLY;BYMONTHDAY=-3", "1998-03-01", "1997 0928 1029 1128 1229 1998 0129 0226"},
		{"19970902", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15", "", "1997 0902 0915 1002 1015 1102 1115 1202 1215 1998 0102 0115"},
		{"19970930", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1", "", "1997 0930 1001 1031 1101 1130 1201 1231 1998 0101 0131 0201"},
		{"19970910", "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15", "", "1997 0910 0911 0912 0913 0914 0915 1999 0310 0311 0312 0313"},
		{"19970902", "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU", "1998-04-01", "1997 0902 0909 0916 0923 0930 1104 1111 1118 1125 1998 0106 0113 0120 0127 0303 0310 0317 0324 0331"},
		{"19970610", "FREQ=YEARLY;COUNT=10;BYMONTH=6,7", "", "1997 0610 0710 1998 0610 0710 1999 0610 0710 2000 0610 0710 2001 0610 0710"},
		{"19970310", "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3", "", "1997 0310 1999 0110 0210 0310 2001 0110 0210 0310 2003 0110 0210 0310"},
		{"19970101", "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200", "", "1997 0101 0410 0719 2000 0101 0409 0718 2003 0101 0410 0719 2006 0101"},
		{"19970519", "FREQ=YEARLY;BYDAY=20MO", "2000-01-01", "1997 0519 1998 0518 1999 0517"},
		{"19970512", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "2000-01-01", "1997 0512 1998 0511 1999 0517"},
		{"19970313", "FREQ=YEARLY;BYMONTH=3;BYDAY=TH", "1999-01-01", "1997 0313 0320 0327 1998 0305 0312 0319 0326"},
		{"19970605", "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8", "1998-01-01", "1997 0605 0612 0619 0626 0703 0710 0717 0724 0731 0807 0814 0821 0828"},
		{"19980213", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "2000-12-31", "1998 0213 0313 1113 1999 0813 2000 1013"},
		{"19970913", "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13", "1998-07-01", "1997 0913 1011 1108 1213 1998 0110 0207 0307 0411 0509 0613"},
		{"19961105", "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", "2005-01-01", "1996 1105 2000 1107 2004 1102"},
		{"19970904", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "", "1997 0904 1007 1106"},
		{"19970929", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "1998-04-01", "1997 0929 1030 1127 1230 1998 0129 0226 0330"},
		{"19970805", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "", "1997 0805 0810 0819 0824"},
		{"19970805", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "", "1997 0805 0817 0819 0831"},
		{"20070115", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "", "2007 0115 0130 0215 0315 0330"},
		// Easter of some years is the only thing that rules cannot say; last
		// weeks and leap days they can.
		{"20040229", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2013-01-01", "2004 0229 2008 0229 2012 0229"},
		{"20241231", "FREQ=YEARLY;BYYEARDAY=366", "2033-01-01", "2024 1231 2028 1231 2032 1231"},
		{"20201228", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO", "2033-01-01", "2020 1228 2026 1228 2032 1227"},
		{"20201228", "FREQ=YEARLY;BYWEEKNO=-1;BYDAY=MO", "2024-01-01", "2020 1228 2021 1227 2022 1226 2023 1225"},
		{"20000131", "FREQ=MONTHLY;COUNT=2;BYMONTHDAY=-1", "", "2000 0131 0229"},
		{"21000131", "FREQ=MONTHLY;COUNT=2;BYMONTHDAY=-1", "", "2100 0131 0228"},
		// The start counts, also where the rule would not give it.
		{"20260101", "FREQ=MONTHLY;COUNT=3;BYMONTHDAY=15", "", "2026 0101 0115 0215"},
		{"20260101", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "", "2026 0101"},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			var want []string
			year := ""
			for word := range strings.FieldsSeq(tt.want) {
				if year == "" || strings.HasPrefix(word, "19") || strings.HasPrefix(word, "20") {
					year = word
				} else {
					want = append(want, year+"-"+word[:2]+"-"+word[2:])
				}
			}
			opts := &ical.ReadOptions{}
			if tt.until != "" {
				opts.Until = date(t, tt.until)
			}
			require.Equal(t, want, dates(t, tt.start, tt.rule, opts))
		})
	}
}

// dates reads the dates of one event with a rule. A plain yearly rule is
// counted out.
func dates(t testing.TB, start, rule string, opts *ical.ReadOptions) []string {
	f, err := ical.Read(strings.NewReader(feed(event("DTSTART;VALUE=DATE:"+start+"\nRRULE:"+rule))), opts)
	require.NoError(t, err, rule)
	var list []string
	for _, h := range f.Holidays {
		if len(h.Date) == len("2006-01-02") {
			list = append(list, h.Date)
			continue
		}
		until := h.Until
		if until == "" {
			until = "2200-01-01"
		}
		for y := date(t, h.From).Year(); y <= date(t, until).Year(); y++ {
			at := fmt.Sprintf("%04d-%s", y, h.Date)
			if _, err := calendar.ParseDate(at); err == nil && at >= h.From && at < until {
				list = append(list, at)
			}
		}
	}
	return list
}

// Another implementation gives the same dates, for rules of every sort. Where
// readings differ the draw avoids it: a start that the rule does not give counts
// here (RFC 5545, 3.8.5.3); BYWEEKNO without BYDAY means the weekday of the start
// here, the whole week there; BYSETPOS counts whole weeks here, there what is
// left of the first; it takes weeks round the new year for others, if the years
// are of different length (see TestWeeksOfTheYear); and there a fifth Monday of a yearly rule with BYMONTH, or
// a 53rd of a year, is an index out of range.
func TestLawRulesAgainstAnotherLibrary(t *testing.T) {
	days := []string{"MO", "TU", "WE", "TH", "FR", "SA", "SU"}
	law(t, prop.ForAll(func(seed int64) string {
		draw := gopter.DefaultGenParameters().WithSize(10)
		draw.Rng.Seed(seed)
		n := func(least, most int) int { return least + draw.Rng.Intn(most-least+1) }
		some := func(least, most int, zero bool) string {
			var list []string
			for range n(1, 3) {
				v := n(least, most)
				if v != 0 || zero {
					list = append(list, fmt.Sprint(v))
				}
			}
			if list == nil {
				return "1"
			}
			return strings.Join(list, ",")
		}
		freq := []string{"YEARLY", "MONTHLY", "WEEKLY", "DAILY"}[n(0, 3)]
		parts := []string{"FREQ=" + freq, fmt.Sprintf("INTERVAL=%d", n(1, 5)), "WKST=" + days[n(0, 6)]}
		left := 2 // more parts seldom agree on any date
		maybe := func(ok bool, part string) bool {
			if ok = ok && left > 0 && n(0, 2) == 0; ok {
				parts = append(parts, part)
				left--
			}
			return ok
		}
		months := maybe(true, "BYMONTH="+some(1, 12, false))
		by := maybe(freq != "WEEKLY", "BYMONTHDAY="+some(-31, 31, false)) || months
		by = maybe(freq == "YEARLY", "BYYEARDAY="+some(-366, 366, false)) || by
		weeks := maybe(freq == "YEARLY", "BYWEEKNO="+some(-50, 50, false))
		if weeks || n(0, 1) == 0 {
			day := func() string { return days[n(0, 6)] }
			list := day() + "," + day()
			if freq == "MONTHLY" && n(0, 1) == 0 {
				list = fmt.Sprintf("%d%s,%d%s", n(1, 5), day(), -n(1, 5), day())
			}
			if freq == "YEARLY" && !weeks && n(0, 1) == 0 {
				most := 51
				if months {
					most = 4
				}
				list = fmt.Sprintf("%d%s,%d%s", n(1, most), day(), -n(1, most), day())
			}
			parts, by = append(parts, "BYDAY="+list), true
		}
		start, err := calendar.NewDate(n(1990, 2030), time.Month(n(1, 12)), n(1, 28))
		if err != nil {
			return err.Error()
		}
		if maybe(by, "BYSETPOS="+some(-5, 5, false)) && freq == "WEEKLY" {
			parts[2] = "WKST=" + days[(start.Weekday()+6)%7]
		}
		count := 0
		switch n(0, 2) {
		case 0:
			count = n(1, 30)
		case 1:
			parts = append(parts, "UNTIL="+strings.ReplaceAll(start.AddDays(n(0, 4000)).String(), "-", ""))
		}
		rule := strings.Join(parts, ";")
		until := start.AddDays(365 * 8)

		theirs := func(rule string) []string {
			// It looks for dates to the end of the year 9999. Dates repeat
			// after 400 years, so that it may begin near that.
			const years = 19 * 400
			at, _ := time.Parse(time.DateOnly, start.String())
			end, _ := time.Parse(time.DateOnly, until.String())
			at, end = at.AddDate(years, 0, 0), end.AddDate(years, 0, -1)
			option, err := rrule.StrToROption(rule)
			if err != nil {
				panic(err)
			}
			option.Dtstart = at
			if !option.Until.IsZero() {
				option.Until = option.Until.AddDate(years, 0, 0)
			}
			r, err := rrule.NewRRule(*option)
			if err != nil {
				panic(err)
			}
			var list []string
			for _, d := range r.Between(at, end, true) {
				list = append(list, d.AddDate(-years, 0, 0).Format(time.DateOnly))
			}
			return list
		}
		want := theirs(rule)
		if count > 0 {
			want = theirs(rule + fmt.Sprintf(";COUNT=%d", count))
		}
		if len(want) == 0 || want[0] != start.String() {
			if count > 1 {
				want = theirs(rule + fmt.Sprintf(";COUNT=%d", count-1))
			} else if count == 1 {
				want = nil
			}
			want = append([]string{start.String()}, want...)
		}
		if count > 0 {
			rule += fmt.Sprintf(";COUNT=%d", count)
		}
		opts := &ical.ReadOptions{Until: until}
		if n(0, 1) == 0 { // the rule may be entered late
			opts.From = start.AddDays(n(1, 365*7))
			want = slices.DeleteFunc(want, func(s string) bool { return s < opts.From.String() })
		}
		got := dates(t, strings.ReplaceAll(start.String(), "-", ""), rule, opts)
		if !slices.Equal(got, want) {
			return fmt.Sprintf("%s from %s:\n%v\nwant\n%v", rule, start, got, want)
		}
		return ""
	}, gen.Int64()))
}

// The weeks of the year are those of ISO 8601, from 1990 to 2060.
func TestWeeksOfTheYear(t *testing.T) {
	for _, tt := range []struct {
		weeks string
		want  func(week, weeks int) bool
	}{
		{"1,52,53", func(week, _ int) bool { return week == 1 || week >= 52 }},
		{"-1", func(week, weeks int) bool { return week == weeks }},
		{"-53,-52", func(week, weeks int) bool { return week <= weeks-51 }},
		{"26,-26", func(week, weeks int) bool { return week == 26 || week == weeks-25 }},
	} {
		start := time.Date(1990, time.January, 1, 0, 0, 0, 0, time.UTC)
		want := []string{"1990-01-01"}
		for d := start.AddDate(0, 0, 1); d.Year() < 2060; d = d.AddDate(0, 0, 1) {
			year, week := d.ISOWeek()
			_, weeks := time.Date(year, time.December, 28, 0, 0, 0, 0, time.UTC).ISOWeek()
			if tt.want(week, weeks) {
				want = append(want, d.Format(time.DateOnly))
			}
		}
		got := dates(t, "19900101", "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYWEEKNO="+tt.weeks, &ical.ReadOptions{Until: date(t, "2060-01-01")})
		require.Equal(t, want, got, tt.weeks)
	}
}
