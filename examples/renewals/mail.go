package main

import (
	"crypto/sha256"
	"embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/template"

	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract"
	"github.com/slakit/slakit/contract/term"
	"github.com/slakit/slakit/examples/internal/program"
)

//go:embed templates/*.txt
var templateFiles embed.FS

var templates = template.Must(template.ParseFS(templateFiles, "templates/*.txt"))

// A language is what a mail needs besides its template.
type language struct {
	name     string
	weekdays [7]string
	units    [5][2]string // year, month, week, day, business day; one and several
	and      string
	roles    map[contract.Role]string
	what     map[contract.DeadlineKind][2]string // in a word, in a sentence
	any      [2]string
	// proof takes the latest day, the period, the day it leads to, the day that
	// is to be met, the next day, the period and where that leads.
	proof string
	// rule takes the latest day and the name of a rule.
	rule string
}

var languages = []language{
	{
		name:     "en",
		weekdays: [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		units:    [5][2]string{{"year", "years"}, {"month", "months"}, {"week", "weeks"}, {"day", "days"}, {"business day", "business days"}},
		and:      " and ",
		roles:    map[contract.Role]string{contract.RoleResponsible: "the one responsible for the contract", contract.RoleOwner: "the owner of the register"},
		what: map[contract.DeadlineKind][2]string{
			contract.DeadlineNotice:  {"notice", "It is renewed unless notice is given in time."},
			contract.DeadlineOption:  {"option", "It ends unless the option to renew it is taken in time."},
			contract.DeadlineEnd:     {"it ends", "It ends, as things stand."},
			contract.DeadlineRenewal: {"renewal", "Another term begins."},
			contract.DeadlineStart:   {"start", "It comes into force."},
			contract.DeadlineMinimum: {"minimum", "From then on notice can end it."},
			contract.DeadlineExit:    {"exit", "Notice in time ends it at this exit."},
		},
		any:   [2]string{"date", "A date of the contract is near."},
		proof: "%v and %v more is %v, not after %v; %v and %v more is %v, too late",
		rule:  "%v is the latest day by the rule %s",
	},
	{
		name:     "sv",
		weekdays: [7]string{"söndag", "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag"},
		units:    [5][2]string{{"år", "år"}, {"månad", "månader"}, {"vecka", "veckor"}, {"dag", "dagar"}, {"arbetsdag", "arbetsdagar"}},
		and:      " och ",
		roles:    map[contract.Role]string{contract.RoleResponsible: "ansvarig för avtalet", contract.RoleOwner: "ägare av registret"},
		what: map[contract.DeadlineKind][2]string{
			contract.DeadlineNotice:  {"uppsägning", "Det förlängs om det inte sägs upp i tid."},
			contract.DeadlineOption:  {"option", "Det upphör om optionen inte utnyttjas i tid."},
			contract.DeadlineEnd:     {"det upphör", "Det upphör, så som det ser ut nu."},
			contract.DeadlineRenewal: {"förlängning", "En ny avtalsperiod börjar."},
			contract.DeadlineStart:   {"start", "Det träder i kraft."},
			contract.DeadlineMinimum: {"minsta tid", "Därefter kan det sägas upp."},
			contract.DeadlineExit:    {"uppsägning", "Uppsägning i tid avslutar det vid detta tillfälle."},
		},
		any:   [2]string{"datum", "Ett av avtalets datum närmar sig."},
		proof: "%v och %v till är %v, inte efter %v; %v och %v till är %v, för sent",
		rule:  "%v är den sista dagen enligt regeln %s",
	},
}

func (l language) date(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return l.weekdays[d.Weekday()] + " " + d.String()
}

func (l language) length(of term.Length) string {
	var parts []string
	for i, n := range []int{of.Years, of.Months, of.Weeks, of.Days, of.BusinessDays} {
		if n == 1 {
			parts = append(parts, "1 "+l.units[i][0])
		} else if n > 1 {
			parts = append(parts, fmt.Sprint(n, " ", l.units[i][1]))
		}
	}
	if parts == nil {
		return "0 " + l.units[3][1]
	}
	return strings.Join(parts, l.and)
}

// why says why a day is the latest.
func (l language) why(p term.Proof) string {
	switch {
	case p == term.Proof{}:
		return ""
	case p.Rule != term.Forward || p.NextReaches.IsZero() || !p.Rolled.IsZero():
		return fmt.Sprintf(l.rule, p.Day, p.Rule)
	}
	period := l.length(p.Period)
	return fmt.Sprintf(l.proof, p.Day, period, p.Reaches, p.Last, p.Day.Next(), period, p.NextReaches)
}

// mail returns the text of a reminder.
func (m reminderLine) mail(l language) (string, error) {
	what, ok := l.what[m.Of]
	if !ok {
		what = l.any
	}
	var text strings.Builder
	err := templates.ExecuteTemplate(&text, "reminder."+l.name+".txt", map[string]any{
		"Act": m.act(), "ID": program.Printable(m.ID), "Name": program.Printable(m.Name), "Number": program.Printable(m.Number), "Party": program.Printable(m.Party), "Person": program.Printable(m.Person),
		"What": what[0], "Sentence": what[1], "Role": l.roles[m.Role], "Lead": l.length(m.Lead),
		"Deadline": l.date(m.Deadline), "Latest": l.date(m.Latest), "Last": l.date(m.Last), "Why": l.why(m.proof),
	})
	return text.String(), err
}

// writeMails writes each reminder in each language into a directory, which is
// made if need be. A reminder has one name of file, whenever it is written.
func (v *view) writeMails(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("cannot write the mails: %w", err)
	}
	for _, m := range v.Reminders {
		for _, l := range languages {
			text, err := m.mail(l)
			if err != nil {
				return err
			}
			if err := os.WriteFile(filepath.Join(dir, fileName(m)+"."+l.name+".txt"), []byte(text), 0o644); err != nil {
				return fmt.Errorf("cannot write the mails: %w", err)
			}
		}
	}
	return nil
}

// fileName makes a name of the day of a reminder, what it is about, and its
// identity.
func fileName(m reminderLine) string {
	identity := sha256.Sum256([]byte(m.ID))
	return fmt.Sprintf("%v-%s-%s-%s-%x", m.Day, slug(m.Contract), slug(string(m.Of)), slug(string(m.Role)), identity[:4])
}

func slug(s string) string {
	s = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return '-'
	}, strings.ToLower(s))
	return s[:min(40, len(s))]
}
