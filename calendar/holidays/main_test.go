package holidays_test

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/rickar/cal/v2"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/calendar/holidays"
)

var update = flag.Bool("update", false, "write the golden files anew")

const digestVariable = "HOLIDAYS_TEST_DIGEST"

func TestMain(m *testing.M) {
	if os.Getenv(digestVariable) != "" {
		fmt.Printf("%s %x\n", time.Local, digest(holidays.All()))
		return
	}
	flag.Parse()
	os.Exit(m.Run())
}

// digest stands for every day of every set from 1990 to 2060.
func digest(sets calendar.HolidaySets) [32]byte {
	h := sha256.New()
	for _, code := range codes(sets) {
		fmt.Fprintln(h, code)
		for y := 1990; y <= 2060; y++ {
			for d := range sets[code].On(y) {
				fmt.Fprintln(h, line(d))
			}
		}
	}
	return [32]byte(h.Sum(nil))
}

// host makes loc the zone of the host for the test. Both variables matter: the
// library captured the one in the other, but also uses the former directly.
func host(t *testing.T, loc *time.Location) {
	local, library := time.Local, cal.DefaultLoc
	t.Cleanup(func() { time.Local, cal.DefaultLoc = local, library })
	time.Local, cal.DefaultLoc = loc, loc
}

// Zones that skip midnights, whole days, or half hours.
var hardZones = []string{
	"UTC", "Asia/Tokyo", "America/Havana", "Pacific/Apia", "Africa/Cairo", "America/Sao_Paulo", "America/Asuncion", "America/Santiago",
	"Asia/Beirut", "Asia/Damascus", "Asia/Gaza", "Asia/Amman", "Asia/Tehran", "Atlantic/Azores", "America/Scoresbysund", "America/Nuuk",
	"Australia/Lord_Howe", "Pacific/Kwajalein", "Pacific/Chatham", "Antarctica/Troll", "Europe/London", "America/New_York",
}

func TestZoneOfTheHostHasNoInfluence(t *testing.T) {
	sets := holidays.All()
	want := digest(sets)
	for _, name := range hardZones {
		t.Run(name, func(t *testing.T) {
			loc, err := time.LoadLocation(name)
			require.NoError(t, err)
			host(t, loc)
			require.Equal(t, want, digest(sets))
		})
	}
}

// The same with the environment that a process starts with.
func TestEnvironmentHasNoInfluence(t *testing.T) {
	program, err := os.Executable()
	require.NoError(t, err)
	want := fmt.Sprintf("%x", digest(holidays.All()))
	for _, zone := range []string{"UTC", "Asia/Tokyo", "America/Havana", "Pacific/Apia"} {
		t.Run(zone, func(t *testing.T) {
			child := exec.Command(program)
			child.Env = append(os.Environ(), "TZ="+zone, digestVariable+"=1")
			out, err := child.Output()
			require.NoError(t, err)
			require.Equal(t, zone+" "+want, strings.TrimSpace(string(out)))
		})
	}
}

// In Havana 8 March 2026 has no midnight, and the library's own Calc gives
// 7 March, 23:00. If it no longer does, the six hours in actual have had their
// time.
func TestMidnightThatDoesNotExist(t *testing.T) {
	havana, err := time.LoadLocation("America/Havana")
	require.NoError(t, err)
	host(t, havana)
	rule := &cal.Holiday{Name: "Women's Day", Month: time.March, Day: 8, Func: cal.CalcDayOfMonth}
	theirs, _ := rule.Calc(2026)
	require.Equal(t, "2026-03-07 23", theirs.Format("2006-01-02 15"))
	require.Equal(t, []string{"2026-03-08 Sun Women's Day"}, list(holidays.Of([]*cal.Holiday{rule}), 2026))
}
