package term

import (
	"github.com/slakit/slakit/calendar"
)

// A Limit says how a period set by law is counted from a day that is not
// counted itself (K8). Contracts seldom follow such laws: they protect whoever
// must act, and would shorten the time of whoever receives a notice.
type Limit struct {
	// Roll moves the end of a period that is counted forward and ends on no
	// business day, RollBack that of one counted backward.
	Roll     calendar.Roll `json:"roll"`
	RollBack calendar.Roll `json:"rollBack"`
	// Working is the number of business days that a period must hold; it is
	// made longer until it does. The rule is for periods of at least From days.
	Working int `json:"working,omitzero"`
	From    int `json:"from,omitzero"`
}

// Statute returns the rule of a law by name:
//
//   - "eu-1182-71": Regulation (EEC, Euratom) 1182/71, article 3;
//   - "nl-atw": the Dutch Algemene termijnenwet, articles 1 and 2;
//   - "de-bgb-193": section 193 of the German BGB;
//   - "se-1930-173": section 2 of the Swedish lag 1930:173;
//   - "us-rule-6": rule 6(a) of the US Federal Rules of Civil Procedure.
//
// Which days are working days is for the calendar to say.
func Statute(name string) (Limit, bool) {
	switch name {
	case "eu-1182-71":
		return Limit{Roll: calendar.RollFollowing, Working: 2, From: 2}, true
	case "nl-atw":
		return Limit{Roll: calendar.RollFollowing, Working: 2, From: 3}, true
	case "de-bgb-193", "se-1930-173":
		return Limit{Roll: calendar.RollFollowing, RollBack: calendar.RollFollowing}, true
	case "us-rule-6":
		return Limit{Roll: calendar.RollFollowing, RollBack: calendar.RollPreceding}, true
	}
	return Limit{}, false
}

// End returns the last day of a period after an event, Start the first day of
// one before it. The day of the event is not counted. They are false if the
// calendar has no such day.
func (l Limit) End(c *Counter, event calendar.Date, period Length) (calendar.Date, bool) {
	return l.count(c, event, c.Add(event, period), 1, l.Roll)
}

// Start is End for a period that is counted backward.
func (l Limit) Start(c *Counter, event calendar.Date, period Length) (calendar.Date, bool) {
	return l.count(c, event, c.Sub(event, period), -1, l.RollBack)
}

func (l Limit) count(c *Counter, event, end calendar.Date, sign int, roll calendar.Roll) (calendar.Date, bool) {
	if end.IsZero() || c.cal == nil {
		return end, !end.IsZero()
	}
	if sign*end.Sub(event) >= l.From {
		if least, ok := c.cal.AddDays(event, sign*l.Working); ok {
			end = end.AddDays(sign * max(0, sign*least.Sub(end)))
		}
	}
	return c.cal.Roll(end, roll)
}
