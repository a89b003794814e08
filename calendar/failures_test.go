package calendar_test

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit"
	"github.com/slakit/slakit/calendar"
)

// TestFailures holds the ways in which other systems are known to have failed
// with clock changes and hours, by the numbers of testdata/README.md. Each case
// names the thread in which it was told.
func TestFailures(t *testing.T) {
	weekly := func(zone, text string) calendar.Definition {
		return calendar.Definition{Zone: zone, Hours: hours(text)}
	}
	closed := func(def calendar.Definition, dates ...string) calendar.Definition {
		for _, d := range dates {
			def.Holidays = append(def.Holidays, calendar.Holiday{Date: d})
		}
		return def
	}
	for _, tt := range []struct {
		name      string
		def       calendar.Definition
		questions []question
	}{
		// golang/go#24551, golang/go#66554: time.Date answers 01:30 or 03:30.
		{"F01 an edge in the gap, west", weekly("America/New_York", "daily 02:30-05:00"), []question{
			{"next 2025-03-09T00:00", "Sun 2025-03-09 07:00Z - Sun 2025-03-09 09:00Z"},
		}},
		{"F01 an edge in the gap, east", weekly("Europe/Paris", "daily 00:00-02:30"), []question{
			{"next 2025-03-30T00:00", "Sat 2025-03-29 23:00Z - Sun 2025-03-30 01:00Z"},
		}},
		// golang/go#35508, golang/go#50223, JodaOrg/joda-time#155.
		{"F02 no midnight in Havana", weekly("America/Havana", "sun 00:00-06:00"), []question{
			{"start 2025-03-09", "Sun 2025-03-09 01:00"},
			{"next 2025-03-08T12:00", "Sun 2025-03-09 01:00 - Sun 2025-03-09 06:00"},
		}},
		{"F02 no midnight in Santiago", weekly("America/Santiago", "sun 00:00-12:00"), []question{
			{"start 2025-09-07", "Sun 2025-09-07 01:00"},
			{"between 2025-09-06T00:00 2025-09-08T00:00", "11h0m0s"},
		}},
		// nats-io/nats-server#8543: the search answered a year later.
		{"F03 a day that begins at one", weekly("America/Sao_Paulo", "sun 01:00-02:00"), []question{
			{"next 2018-11-03T12:00", "Sun 2018-11-04 01:00 - Sun 2018-11-04 02:00"},
			{"workday 2018-10-28 1", "2018-11-04"},
		}},
		// golang/go#29602, moment/moment#3468, ariebovenberg/whenever#252: a
		// loop that adds days never leaves 29 December.
		{"F04 a date that does not exist", weekly("Pacific/Apia", "daily 00:00-24:00"), []question{
			{"workday 2011-12-29 1", "2011-12-31"},
			{"period 2011-12-29T08:00 P1D", "Sat 2011-12-31 00:00"},
			{"period 2011-12-29T08:00 P2D", "Sat 2011-12-31 08:00"},
			{"add 2011-12-29T08:00 24h", "Sat 2011-12-31 08:00"},
		}},
		{"F04 its weekday", weekly("Pacific/Apia", "fri 09:00-17:00"), []question{
			{"next 2011-12-24T00:00", "Fri 2012-01-06 09:00 - Fri 2012-01-06 17:00"},
		}},
		// golang/go#80937.
		{"F05 a day on, over a midnight that is skipped", weekly("Africa/Cairo", "daily 00:00-24:00"), []question{
			{"period 2025-04-24T00:00 P1D", "Fri 2025-04-25 01:00"},
			{"workday 2025-04-24 1", "2025-04-25"},
		}},
		// kelektiv/node-cron#118, kelektiv/node-cron#638.
		{"F06 a window before a midnight that is skipped", weekly("America/Sao_Paulo", "daily 00:00-01:00"), []question{
			{"next 2018-11-03T12:00", "Mon 2018-11-05 00:00 - Mon 2018-11-05 01:00"},
			{"add 2018-11-03T12:00 1h", "Mon 2018-11-05 01:00"},
		}},
		// node-cron/node-cron#518: ten months later.
		{"F07 a window in the gap", weekly("America/New_York", "daily 02:00-03:00"), []question{
			{"next 2025-03-08T12:00", "Mon 2025-03-10 02:00 - Mon 2025-03-10 03:00"},
			{"between 2025-03-09T00:00 2025-03-10T00:00", "0s"},
		}},
		// quartznet/quartznet#540, #612, #2475.
		{"F09 in the second pass of an hour", weekly("America/New_York", "daily 01:15-01:45"), []question{
			{"next 2025-11-02T05:45Z", "Mon 2025-11-03 06:15Z - Mon 2025-11-03 06:45Z"},
			{"next 2025-11-02T06:30Z", "Mon 2025-11-03 06:15Z - Mon 2025-11-03 06:45Z"},
			{"previous 2025-11-02T06:30Z", "Sun 2025-11-02 05:15Z - Sun 2025-11-02 05:45Z"},
		}},
		// quartz-scheduler/quartz#1352: an hour off ever after.
		{"F10 the days after a gap", weekly("Europe/Stockholm", "daily 02:30-04:00"), []question{
			{
				"windows 2026-03-28T00:00 2026-04-01T00:00",
				"Sat 2026-03-28 02:30 - Sat 2026-03-28 04:00, Sun 2026-03-29 03:00 - Sun 2026-03-29 04:00, " +
					"Mon 2026-03-30 02:30 - Mon 2026-03-30 04:00, Tue 2026-03-31 02:30 - Tue 2026-03-31 04:00",
			},
		}},
		// quartz-scheduler/quartz#1138: "will never fire".
		{"F11 two changes around Ramadan", weekly("Africa/Casablanca", "sun 00:00-24:00"), []question{
			{"between 2025-02-22T00:00 2025-02-25T00:00", "25h0m0s"},
			{"between 2025-04-05T00:00 2025-04-08T00:00", "23h0m0s"},
			{"next 2025-02-24T00:00", "Sun 2025-03-02 00:00 - Mon 2025-03-03 00:00"},
		}},
		// OTRS/otrs#698, OTRS/otrs#787: the help desk stood still.
		{"F12 back over midnight", weekly("America/Sao_Paulo", "sat 18:00-24:00; sun 08:00-12:00"), []question{
			{"next 2018-02-17T12:00", "Sat 2018-02-17 20:00Z - Sun 2018-02-18 03:00Z"},
			{"between 2018-02-17T12:00 2018-02-18T12:00", "11h0m0s"},
			{"add 2018-02-17T20:00 5h", "Sun 2018-02-18 03:00Z"}, // the hour from 23:00 comes twice
			{"add 2018-02-17T20:00 6h", "Sun 2018-02-18 12:00Z"},
		}},
		// lennym/moment-business-time#58: it stayed where it was.
		{"F13 an hour on from a repeated hour", weekly("America/New_York", "daily 00:00-24:00"), []question{
			{"add 2025-11-02T05:30Z 1h", "Sun 2025-11-02 06:30Z"},
			{"add 2025-11-02T06:30Z 1h", "Sun 2025-11-02 07:30Z"},
			{"add 2025-11-02T06:30Z -1h", "Sun 2025-11-02 05:30Z"},
		}},
		// robfig/cron#12, robfig/cron#541, jmrozanec/cron-utils#112,
		// rundeck/rundeck#6879: skipped, or done twice.
		{"F14 a repeated hour opens once", weekly("America/New_York", "daily 01:00-02:00"), []question{
			{"windows 2025-11-02T04:00Z 2025-11-03T05:00Z", "Sun 2025-11-02 01:00 - Sun 2025-11-02 02:00"},
			{"between 2025-11-02T04:00Z 2025-11-03T05:00Z", "2h0m0s"},
		}},
		// fivetran/dbt_zendesk#25, chatwoot/chatwoot#2882.
		{"F15 the offset of the instant, not of today", weekly("Europe/Berlin", "mon-fri 09:00-17:00"), []question{
			{"next 2020-01-15T00:00", "Wed 2020-01-15 08:00Z - Wed 2020-01-15 16:00Z"},
			{"next 2020-07-15T00:00", "Wed 2020-07-15 07:00Z - Wed 2020-07-15 15:00Z"},
			{"next 1979-07-16T00:00", "Mon 1979-07-16 08:00Z - Mon 1979-07-16 16:00Z"}, // before summer time
		}},
		// prometheus/alertmanager#5447, InlitX/streak#162, oz/tz#59.
		{"F16 a month is not hours", weekly("Europe/Berlin", "daily 00:00-24:00"), []question{
			{"between 2025-03-01T00:00 2025-04-01T00:00", "743h0m0s"},
			{"between 2025-10-01T00:00 2025-11-01T00:00", "745h0m0s"},
			{"period 2025-03-01T00:00 P1M", "Tue 2025-04-01 00:00"},
			{"add 2025-03-01T00:00 744h", "Tue 2025-04-01 01:00"},
		}},
		// spencermountain/spacetime#464, d3/d3-time#4, dart-lang/sdk#39137.
		{"F18 half an hour", weekly("Australia/Lord_Howe", "daily 00:00-24:00"), []question{
			{"between 2025-04-06T00:00 2025-04-07T00:00", "24h30m0s"},
			{"between 2025-10-05T00:00 2025-10-06T00:00", "23h30m0s"},
		}},
		{"F18 two hours", weekly("Antarctica/Troll", "daily 00:00-24:00"), []question{
			{"between 2025-03-30T00:00 2025-03-31T00:00", "22h0m0s"},
		}},
		{"F18 a quarter", weekly("Asia/Kathmandu", "daily 00:00-24:00"), []question{
			{"between 1986-01-01T00:00 1986-01-02T00:00", "23h45m0s"},
		}},
		{"F18 the last half hour of a day", weekly("Asia/Pyongyang", "fri 23:00-24:00"), []question{
			{"next 2018-05-04T12:00", "Fri 2018-05-04 14:30Z - Fri 2018-05-04 15:00Z"},
		}},
		// golang/go#56743, golang/go#45370, golang/go#36529.
		{"F19 winter is the daylight saving time", weekly("Europe/Dublin", "mon-fri 09:00-17:00"), []question{
			{"next 2025-01-15T00:00", "Wed 2025-01-15 09:00Z - Wed 2025-01-15 17:00Z"},
			{"next 2025-07-15T00:00", "Tue 2025-07-15 08:00Z - Tue 2025-07-15 16:00Z"},
			{"next 2038-07-15T00:00", "Thu 2038-07-15 08:00Z - Thu 2038-07-15 16:00Z"},
		}},
		// golang/go#81583, golang/go#58682, golang/go#70633: on the last day of
		// these leap years a zone's bounds end before they begin.
		{"F21 the last day of a leap year, north", weekly("America/New_York", "mon-fri 09:00-17:00"), []question{
			{"add 2040-12-31T16:00 2h", "Tue 2041-01-01 10:00"},
			{"add 2096-12-31T16:00 2h", "Tue 2097-01-01 10:00"},
		}},
		{"F21 the last day of a leap year, south", weekly("Australia/Sydney", "daily 00:00-24:00"), []question{
			{"between 2044-12-31T00:00 2045-01-02T00:00", "48h0m0s"},
			{"date 2044-12-31T13:30Z", "2045-01-01"},
		}},
		// golang/go#36654, golang/go#25343, odin-lang/Odin#7556.
		{"F22 after the table of changes ends", weekly("Europe/Berlin", "mon-fri 09:00-17:00"), []question{
			{"next 2040-07-16T00:00", "Mon 2040-07-16 07:00Z - Mon 2040-07-16 15:00Z"},
			{"next 2099-01-15T00:00", "Thu 2099-01-15 08:00Z - Thu 2099-01-15 16:00Z"},
			{"next 2199-07-15T00:00", "Mon 2199-07-15 07:00Z - Mon 2199-07-15 15:00Z"},
		}},
		// temporalio/temporal#10058, temporalio/temporal#8205.
		{"F23 a day is not 24 hours, and can be asked for", weekly("America/New_York", "daily 00:00-24:00"), []question{
			{"add 2025-03-08T09:00 24h", "Sun 2025-03-09 10:00"},
			{"period 2025-03-08T09:00 P1D", "Sun 2025-03-09 09:00"},
			{"days 2025-03-08T09:00 1", "Sun 2025-03-09 09:00"},
		}},
		// JodaOrg/joda-time#391, #258, #830, eza-community/eza#667,
		// chronotope/chrono#1367, #1448: an exception, or a panic.
		{"F24 a local time that does not exist", weekly("Asia/Amman", "fri 00:00-24:00"), []question{
			{"start 2016-04-01", "Fri 2016-04-01 01:00"},
			{"period 2016-03-31T00:30 P1D", "Fri 2016-04-01 01:00"},
			{"days 2016-03-25T00:30 1", "Fri 2016-04-01 01:00"},
		}},
		// moment/moment-timezone#1047: put off, and put back four days later.
		{"F25 rules that were changed at short notice", weekly("Asia/Beirut", "sun 00:00-24:00"), []question{
			{"between 2023-03-25T00:00 2023-03-27T00:00", "23h0m0s"},
		}},
		// closeio/sync-engine#230: five days' notice.
		{"F25 and another", weekly("Europe/Volgograd", "sun 01:00-02:00"), []question{
			{"between 2020-12-26T00:00 2020-12-28T00:00", "2h0m0s"},
		}},
		// Until 2011 Newfoundland turned back at one minute past midnight.
		{"F29 the clock shows Saturday again", weekly("America/St_Johns", "sun 00:00-02:00"), []question{
			{"next 2010-11-06T12:00", "Sun 2010-11-07 02:30Z - Sun 2010-11-07 05:30Z"},
			{"date 2010-11-07T02:45Z", "2010-11-07"},
		}},
		// Liberia stood 44 minutes and 30 seconds behind Greenwich.
		{"F30 seconds of an offset", weekly("Africa/Monrovia", "daily 09:00-17:00"), []question{
			{"next 1972-01-06T00:00", "Thu 1972-01-06 09:44:30Z - Thu 1972-01-06 17:44:30Z"},
			{"between 1972-01-06T00:00 1972-01-08T00:00", "16h0m0s"},
		}},
		// Changes of rule or name that leave the clock alone, and the reverse.
		{"F31 a change that is none", weekly("Europe/Istanbul", "daily 00:00-24:00"), []question{
			{"between 2016-10-30T00:00 2016-10-31T00:00", "24h0m0s"}, // summer time stayed, as the standard
			{"open 2017-01-10T06:00Z", "true"},
		}},
		{"F31 the end of Bering Time", weekly("America/Adak", "daily 00:00-24:00"), []question{
			{"between 1983-10-30T00:00 1983-10-31T00:00", "24h0m0s"},
		}},
		{"F31 a new standard on the day of summer time", weekly("America/Scoresbysund", "daily 00:00-24:00"), []question{
			{"between 2024-03-30T00:00 2024-03-31T00:00", "24h0m0s"},
			{"between 2024-03-31T00:00 2024-04-01T00:00", "24h0m0s"},
		}},
		{"F31 the standard changes, and summer time with it", weekly("America/Nuuk", "sat 22:00-24:00"), []question{
			{"between 2023-03-25T00:00 2023-03-26T12:00", "1h0m0s"},
			{"between 2023-10-28T00:00 2023-10-29T12:00", "2h0m0s"},
		}},
		// POSIX counts hours west of Greenwich.
		{"F32 the sign of Etc/GMT+5", weekly("Etc/GMT+5", "mon-fri 09:00-17:00"), []question{
			{"next 2025-06-02T00:00", "Mon 2025-06-02 14:00Z - Mon 2025-06-02 22:00Z"},
		}},
		// zammad/zammad#2497: a background job ran for ever.
		{"F33 a close at 00:00", weekly("America/Los_Angeles", "mon-thu 09:00-00:00; sat 09:00-00:00"), []question{
			{"add 2019-02-25T22:00 4h", "Tue 2019-02-26 11:00"},
			{"next 2019-03-01T00:00", "Sat 2019-03-02 09:00 - Sun 2019-03-03 00:00"},
		}},
		// zendesk/biz#130, glpi-project/glpi#7474: the same.
		{"F34 no hours", weekly("UTC", ""), []question{
			{"add 2025-06-02T09:00 1s", "never"},
			{"next 2025-06-02T09:00", "none"},
			{"days 2025-06-02T09:00 1", "never"},
			{"between 2025-01-01T00:00 2026-01-01T00:00", "0s"},
		}},
		// hughgrigg/php-business-time#53, kylekatarnls/business-time#47: it gave
		// up after eight days, or ten thousand steps.
		{"F35 closed for years", calendar.Definition{
			Zone: "UTC", Hours: hours("mon-fri 09:00-17:00"),
			Exceptions: []calendar.Exception{{Date: "2025-01-01", Until: "2061-01-01"}},
		}, []question{
			{"add 2024-12-31T16:00 2h", "Mon 2061-01-03 10:00"},
			{"days 2024-12-31T12:00 1", "Mon 2061-01-03 12:00"},
		}},
		// lennym/moment-business-time#52, grafana/grafana#62849,
		// spatie/opening-hours#115, #187: a dead minute before midnight.
		{"F36 a close at 24:00", weekly("UTC", "mon-fri 16:00-24:00"), []question{
			{"add 2025-06-02T23:59 1m", "Tue 2025-06-03 00:00"},
			{"add 2025-06-02T23:59 2m", "Tue 2025-06-03 16:01"},
			{"open 2025-06-02T23:59:59", "true"},
		}},
		{"F36 from day to day", weekly("UTC", "daily 00:00-24:00"), []question{
			{"open 2025-06-02T23:59:59", "true"},
			{"between 2025-06-02T23:59 2025-06-03T00:01", "2m0s"},
		}},
		// spatie/opening-hours#88, bokmann/business_time#227, keephq/keep#6780,
		// mozilla-mobile/prox#124: refused, never open, or shut at midnight.
		{"F37 a night", weekly("UTC", "fri 22:00-06:00"), []question{
			{"next 2025-06-06T12:00", "Fri 2025-06-06 22:00 - Sat 2025-06-07 06:00"},
			{"open 2025-06-07T05:59:59", "true"},
			{"open 2025-06-06T05:00", "false"}, // of no Thursday
			{"open 2025-06-07T23:00", "false"}, // of no Saturday
		}},
		// spatie/opening-hours#111: yesterday's hours leaked into today.
		{"F38 after a day without a night", weekly("UTC", "mon 08:00-20:00; tue 22:00-02:00"), []question{
			{"open 2025-06-03T10:00", "false"},
			{"open 2025-06-04T01:00", "true"},
			{"between 2025-06-03T00:00 2025-06-03T12:00", "0s"},
		}},
		// osTicket/osTicket#6739, osTicket/osTicket#6847.
		{"F40 some weekdays, and lunch", weekly("UTC", "tue,thu 09:00-12:00 13:00-16:00"), []question{
			{"add 2025-06-03T11:00 4h", "Tue 2025-06-03 16:00"},
			{"add 2025-06-03T11:00 5h", "Thu 2025-06-05 10:00"},
			{"days 2025-06-03T11:00 1", "Thu 2025-06-05 11:00"},
		}},
		// zendesk/biz#139, zendesk/biz#72, Intrepidd/working_hours#28.
		{"F41 every question has the same ends", weekly("UTC", "mon-fri 09:00-17:00"), []question{
			{"open 2025-06-02T09:00", "true"},
			{"open 2025-06-02T17:00", "false"},
			{"next 2025-06-02T09:00", "Mon 2025-06-02 09:00 - Mon 2025-06-02 17:00"},
			{"next 2025-06-02T17:00", "Tue 2025-06-03 09:00 - Tue 2025-06-03 17:00"},
			{"between 2025-06-02T17:00 2025-06-03T09:00", "0s"},
			{"add 2025-06-02T17:00 1s", "Tue 2025-06-03 09:00:01"},
			{"add 2025-06-03T09:00 -1s", "Mon 2025-06-02 16:59:59"},
			{"windows 2025-06-02T17:00 2025-06-03T09:00", ""},
		}},
		// zendesk/biz#60, zendesk/biz#61, zendesk/biz#66.
		{"F42 nothing, less than nothing, and an empty span", weekly("UTC", "mon-fri 09:00-17:00"), []question{
			{"add 2025-06-07T12:00 0s", "Sat 2025-06-07 12:00"},
			{"add 2025-06-02T10:00 -2h", "Fri 2025-05-30 16:00"},
			{"between 2025-06-02T10:00 2025-06-02T10:00", "0s"},
		}},
		// Intrepidd/working_hours#44: a fraction never reached the edge.
		{"F44 the last nanosecond", weekly("UTC", "mon-fri 09:00-17:00"), []question{
			{"add 2025-06-02T09:00 7h59m59.999999999s", "Mon 2025-06-02 16:59:59"},
			{"add 2025-06-02T09:00 8h", "Mon 2025-06-02 17:00"},
			{"add 2025-06-02T09:00 8h0m0.000000001s", "Tue 2025-06-03 09:00"},
		}},
		// Intrepidd/working_hours#38: the holiday was worked.
		{"F45 a start on a holiday", closed(weekly("UTC", "mon-fri 09:00-17:00"), "2025-06-02"), []question{
			{"add 2025-06-02T10:00 1h", "Tue 2025-06-03 10:00"},
			{"between 2025-06-02T10:00 2025-06-03T10:00", "1h0m0s"},
		}},
		// zammad/zammad#3706, zammad/zammad#2229, zammad/zammad#5076.
		{"F47 a holiday on the day of a clock change", closed(weekly("America/New_York", "daily 00:00-24:00"), "2025-03-09", "2025-11-02", "11-02"), []question{
			{"between 2025-03-08T00:00 2025-03-11T00:00", "48h0m0s"},
			{"next 2025-11-01T12:00", "Mon 2025-03-10 00:00 - Sun 2025-11-02 00:00"},
			{"next 2025-11-02T00:00", "Mon 2025-11-03 00:00 - Mon 2026-11-02 00:00"},
		}},
		// taichino/croniter#131, pinkywafer/Anniversaries#36,
		// nextcloud/server#25979, SimpleMobileTools/Simple-Calendar#1207.
		{"F49 29 February", closed(weekly("UTC", "daily 00:00-24:00"), "02-29"), []question{
			{"between 2024-02-28T00:00 2024-03-02T00:00", "48h0m0s"},
			{"between 2025-02-28T00:00 2025-03-02T00:00", "48h0m0s"},
			{"between 2100-02-28T00:00 2100-03-02T00:00", "48h0m0s"},
			{"period 2024-02-29T12:00 P1Y", "Fri 2025-02-28 12:00"},
		}},
		// discordianfish/pager-hours#2, discordianfish/pager-hours#5.
		{"F53 a holiday and the night before it", closed(weekly("UTC", "daily 20:00-04:00"), "2025-12-25"), []question{
			{"open 2025-12-25T03:00", "true"},
			{"open 2025-12-25T21:00", "false"},
			{"open 2025-12-26T03:00", "false"},
			{"open 2025-12-26T21:00", "true"},
		}},
		// zendesk/biz and others disagree which of the two wins.
		{"F54 an exception on a holiday", func() calendar.Definition {
			def := closed(weekly("UTC", "mon-fri 09:00-17:00"), "2025-12-24", "2025-12-25")
			def.Exceptions = []calendar.Exception{{Date: "2025-12-24", Hours: openings("09:00-12:00")}}
			return def
		}(), []question{
			{"between 2025-12-24T00:00 2025-12-25T00:00", "3h0m0s"},
			{"between 2025-12-25T00:00 2025-12-26T00:00", "0s"},
		}},
	} {
		t.Run(tt.name, func(t *testing.T) { decide(t, tt.def, tt.questions) })
	}
}

// TestFailureF08NextIsAhead: the same instant again after rounding out of a
// gap, and a job that ran 30,000 times in ten minutes (quartznet/quartznet#2349,
// #2497). Here every step goes on, across each change of a year.
func TestFailureF08NextIsAhead(t *testing.T) {
	for _, zone := range []string{"America/New_York", "America/Sao_Paulo", "Pacific/Apia", "Africa/Casablanca", "Australia/Lord_Howe"} {
		c := must(t, calendar.Definition{Zone: zone, Hours: hours("daily 00:00-00:30 02:15-02:45 23:15-23:45")})
		at := utc(t, "2011-01-01T00:00:00Z")
		steps := 0
		for end := utc(t, "2012-01-01T00:00:00Z"); at.Before(end); steps++ {
			s, ok := c.Next(at)
			require.True(t, ok)
			require.True(t, s.End.After(at), "%s: after %s comes %s", zone, at, s)
			require.True(t, s.Start.Before(s.End), "%s: %s", zone, s)
			require.True(t, c.Add(at, time.Nanosecond).After(at))
			at = s.End
		}
		assert.InDelta(t, 3*365, steps, 6, zone) // a window in a gap is never
	}
}

// TestFailureF20BothFormsOfZoneData: short zone files, which end in a rule, gave
// other offsets than long ones (golang/go#44385, golang/go#42138). The cases
// above hold with the data that Go brings along and with those of the system.
func TestFailureF20BothFormsOfZoneData(t *testing.T) {
	forms := []string{goZones(t)}
	if system := "/usr/share/zoneinfo"; exists(system) {
		forms = append(forms, system)
	}
	for _, form := range forms {
		out, err := child("TestFailures|TestZoneEdges", "ZONEINFO="+form)
		require.NoError(t, err, "%s: %s", form, out)
		require.Contains(t, out, "PASS", form)
	}
}

const printFingerprint = "CALENDAR_TEST_FINGERPRINT"

// TestFailureF28OtherZoneData: two hosts computed with zone data of different
// releases (golang/go#59582), or the law changed after a due time was stored
// (roed314/seminars#827). The fingerprint of the same definition tells.
func TestFailureF28OtherZoneData(t *testing.T) {
	if os.Getenv(printFingerprint) != "" {
		c := must(t, calendar.Definition{Zone: "Europe/Stockholm", Hours: hours("mon-fri 08:00-17:00")})
		fmt.Printf("fingerprint %x\n", c.Fingerprint())
		return
	}
	fingerprint := func(env ...string) string {
		out, err := child(t.Name(), append(env, printFingerprint+"=1")...)
		require.NoError(t, err, out)
		_, rest, found := strings.Cut(out, "fingerprint ")
		require.True(t, found, out)
		line, _, _ := strings.Cut(rest, "\n")
		return line
	}
	// A directory of zone data in which Stockholm keeps the time of Helsinki.
	other := t.TempDir()
	archive, err := zip.OpenReader(goZones(t))
	require.NoError(t, err)
	defer archive.Close()
	from, err := archive.Open("Europe/Helsinki")
	require.NoError(t, err)
	data, err := io.ReadAll(from)
	require.NoError(t, err)
	require.NoError(t, os.Mkdir(filepath.Join(other, "Europe"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(other, "Europe", "Stockholm"), data, 0o600))

	now := fingerprint("ZONEINFO=" + goZones(t))
	assert.Equal(t, now, fingerprint("ZONEINFO="+goZones(t)))
	assert.NotEqual(t, now, fingerprint("ZONEINFO="+other))
}

// goZones is the archive of zone data in the Go distribution.
func goZones(t *testing.T) string {
	t.Helper()
	root, err := exec.Command("go", "env", "GOROOT").Output()
	require.NoError(t, err)
	return filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip")
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// child runs tests of this program in a process of their own.
func child(tests string, env ...string) (string, error) {
	program, err := os.Executable()
	if err != nil {
		return "", err
	}
	c := exec.Command(program, "-test.run", "^("+tests+")$", "-test.short")
	c.Env = append(os.Environ(), env...)
	out, err := c.CombinedOutput()
	return string(out), err
}

// TestFailureF52NumbersOfDays: Sunday is 0, 1 or 7 (stefanuebe/vaadin-fullcalendar#19,
// Yelp/yelp-fusion#18, Salamek/cron-descriptor#37). Here days have names.
func TestFailureF52NumbersOfDays(t *testing.T) {
	for _, days := range []string{"0", "7", "1-5", "sun,1"} {
		_, err := calendar.Compile(calendar.Definition{Zone: "UTC", Hours: []calendar.Hours{{Days: days, Open: "09:00", Close: "17:00"}}}, nil)
		require.ErrorIs(t, err, slakit.ErrInvalid, days)
		require.Contains(t, err.Error(), "want mon, tue", days)
	}
	decide(t, calendar.Definition{Zone: "UTC", Hours: hours("sun 22:00-04:00")}, []question{
		{"next 2025-06-04T00:00", "Sun 2025-06-08 22:00 - Mon 2025-06-09 04:00"},
	})
}
