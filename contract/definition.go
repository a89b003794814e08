package contract

import (
	"github.com/slakit/slakit/calendar"
	"github.com/slakit/slakit/contract/cost"
	"github.com/slakit/slakit/contract/credit"
	"github.com/slakit/slakit/contract/term"
	"github.com/slakit/slakit/internal/strictjson"
)

// A Definition is a whole register: its contracts with all that was recorded of
// them, and what holds for every one. It is plain data with a JSON form;
// [Compile] checks it.
type Definition struct {
	Schema string `json:"$schema,omitzero"`
	// Zone, an IANA name, decides on which day an instant lies (K24).
	Zone string `json:"zone"`
	// Owner is the person who answers for all contracts together.
	Owner string `json:"owner,omitzero"`
	// Calendar names the calendar that says which days are working days: safe
	// days are moved to them, business days counted in them. Without one there
	// are no business days, and safe days are not moved.
	Calendar  string                `json:"calendar,omitzero"`
	Calendars []calendar.Definition `json:"calendars,omitzero"`
	// Rules are the conventions of counting, unless a contract writes its own.
	Rules term.Rules `json:"rules,omitzero"`
	// Reminders are the plan for contracts that have none of their own.
	Reminders []ReminderRule `json:"reminders,omitzero"`
	// Schemas say which own fields the contracts of a kind have. A kind without
	// one has any.
	Schemas map[Kind]Schema `json:"schemas,omitzero"`
	// People, where given, are those who can be responsible.
	People []Person `json:"people,omitzero"`
	// Soon is the time before a day in which a finding warns of it: P90D if it
	// is not written.
	Soon term.Length `json:"soon,omitzero"`
	// Loose lets a row that is past cover where no other does (K25).
	Loose     bool    `json:"loose,omitzero"`
	Contracts []Entry `json:"contracts,omitzero"`
	Note      string  `json:"note,omitzero"`
}

// A Person is somebody who can be responsible for contracts.
type Person struct {
	ID   string `json:"id"`
	Name string `json:"name,omitzero"`
	// Last is the last day with the organisation; zero while there.
	Last calendar.Date `json:"last,omitzero"`
	Note string        `json:"note,omitzero"`
}

// A Kind says with whom a contract is made. Lists never mix the kinds.
type Kind string

// The kinds of contract.
const (
	Customer Kind = "customer" // we promise
	Supplier Kind = "supplier" // we are promised
)

var contractKinds = []Kind{Customer, Supplier}

// A Side is one of the two sides of a contract.
type Side string

// The sides. In a notice entry Either stands for both; of an [Ending] it means
// that both agreed.
const (
	SideUs     Side = "us"
	SideParty  Side = "party"
	SideEither Side = "either"
)

var sides = []Side{SideUs, SideParty, SideEither}

// An Entry is one contract as it is written: what was agreed at first, and the
// facts that followed.
type Entry struct {
	ID       string `json:"id"`
	Number   string `json:"number,omitzero"`
	Kind     Kind   `json:"kind"`
	Name     string `json:"name,omitzero"`
	Type     string `json:"type,omitzero"`
	Category string `json:"category,omitzero"`
	Party    Party  `json:"party,omitzero"`
	// Responsible is the person who manages the contract.
	Responsible string `json:"responsible,omitzero"`
	// Start is the first day in force.
	Start calendar.Date `json:"start,omitzero"`
	// Term is the length of the first term; Last, instead, its last day (K4). A
	// contract without either has no known end: that one has none is written
	// as renewal evergreen (K1).
	Term term.Length   `json:"term,omitzero"`
	Last calendar.Date `json:"last,omitzero"`
	// Minimum is the time from the start before which notice takes no effect
	// (K9).
	Minimum term.Length `json:"minimum,omitzero"`
	Renewal Renewal     `json:"renewal,omitzero"`
	// Notice lists who can end the contract, one entry a side (K20). A side
	// without an entry cannot.
	Notice []Notice `json:"notice,omitzero"`
	// Rules are conventions that differ from those of the register, key by key.
	Rules term.Rules `json:"rules,omitzero"`
	// Cost are the lines of the contract as a whole; rows have their own.
	Cost    []cost.Definition   `json:"cost,omitzero"`
	Rows    []Row               `json:"rows,omitzero"`
	Credits []credit.Definition `json:"credits,omitzero"`
	// Reminders replace the plan of the register; an empty list means none.
	Reminders []ReminderRule `json:"reminders,omitzero"`
	// Follows names the contract that this one replaces, ChildOf the one of
	// which it is a part.
	Follows    string            `json:"follows,omitzero"`
	ChildOf    string            `json:"childOf,omitzero"`
	Signatures []Signature       `json:"signatures,omitzero"`
	Documents  []Document        `json:"documents,omitzero"`
	Fields     map[string]string `json:"fields,omitzero"`
	Facts      []Fact            `json:"facts,omitzero"`
	Note       string            `json:"note,omitzero"`
}

// A Party is whom a contract is made with.
type Party struct {
	Name string `json:"name"`
	// Reference is what the party calls the contract.
	Reference string `json:"reference,omitzero"`
	// Internal is a part of our own organisation: what it promises are
	// agreements of kind ola, not uc (K25).
	Internal bool   `json:"internal,omitzero"`
	Note     string `json:"note,omitzero"`
}

// A Renewal says what happens after the first term (K11).
type Renewal struct {
	Kind RenewalKind `json:"kind,omitzero"`
	// Term is the length of each renewal, by default that of the first term.
	Term term.Length `json:"term,omitzero"`
	// Max is the number of renewals; 0 means any number.
	Max int `json:"max,omitzero"`
	// Then is what follows the last of them: "end" (the default) or
	// "evergreen".
	Then string `json:"then,omitzero"`
	// Opens and Closes bound the time before the last day of a term in which an
	// express renewal can be taken: not earlier than, and not later than.
	Opens  term.Length `json:"opens,omitzero"`
	Closes term.Length `json:"closes,omitzero"`
	Note   string      `json:"note,omitzero"`
}

// A RenewalKind says how a contract goes on.
type RenewalKind string

// The kinds of renewal. A contract that writes none does not say what follows
// its first term, so its state is unknown from then on (K1).
const (
	RenewalNone      RenewalKind = "none"      // it ends
	RenewalExpress   RenewalKind = "express"   // it ends unless the option is taken
	RenewalTacit     RenewalKind = "tacit"     // it goes on unless notice is given
	RenewalEvergreen RenewalKind = "evergreen" // it has no last day until notice is given
)

var renewalKinds = []RenewalKind{RenewalNone, RenewalExpress, RenewalTacit, RenewalEvergreen}

// A Notice says how one side, or either, ends the contract.
type Notice struct {
	By     Side        `json:"by"`
	Period term.Length `json:"period,omitzero"`
	// Exit says on which days notice takes effect: "term-end" by default.
	Exit term.Exit `json:"exit,omitzero"`
	// Grace lets notice given up to the n-th business day of a month count as
	// given on the last day of the month before.
	Grace int `json:"grace,omitzero"`
	// Calendar names the calendar of Grace, if not the register's.
	Calendar string `json:"calendar,omitzero"`
	Note     string `json:"note,omitzero"`
}

// A Row is a service that the contract promises, at one level, to some.
type Row struct {
	ID      string `json:"id"`
	Service string `json:"service,omitzero"`
	// ServiceLevel names the service level of package sla; a row without one
	// gives no agreement.
	ServiceLevel string `json:"serviceLevel,omitzero"`
	// Covers lists, for each fact that matters, the values of which one must be
	// present, as the match of an sla agreement does: object, person,
	// department, branch, objectType, and any other fact. Nil means everything
	// that concerns the service.
	Covers map[string][]string `json:"covers,omitzero"`
	// Rank decides between rows that are equally specific: the higher goes
	// first (K27).
	Rank int               `json:"rank,omitzero"`
	Cost []cost.Definition `json:"cost,omitzero"`
	// UnderpinnedBy names rows of supplier contracts, as "contract/row".
	UnderpinnedBy []string `json:"underpinnedBy,omitzero"`
	Note          string   `json:"note,omitzero"`
}

// A Signature says who signed for which side.
type Signature struct {
	For  Side          `json:"for"`
	By   string        `json:"by"`
	On   calendar.Date `json:"on,omitzero"`
	Note string        `json:"note,omitzero"`
}

// A Document is kept elsewhere.
type Document struct {
	Name      string `json:"name"`
	Reference string `json:"reference,omitzero"`
	Note      string `json:"note,omitzero"`
}

// A ReminderRule is one line of a plan: who is told how long before which day
// (K12).
type ReminderRule struct {
	// Of names the day: "notice", "option", "end", "renewal" (the first day of
	// each renewal), "start", "minimum" (the last day of the minimum), "exit"
	// (K22), or an own date field such as "fields.reviewed".
	Of DeadlineKind `json:"of"`
	// By says whose notice or exit it is: "us" (the default), "party" or
	// "either".
	By     Side        `json:"by,omitzero"`
	Before term.Length `json:"before,omitzero"`
	// To lists the roles that are told: "responsible" and "owner".
	To []Role `json:"to,omitzero"`
	// Unless is "acknowledged", or nothing.
	Unless string `json:"unless,omitzero"`
	// Aim is the day counted from: "safe" (the default) or "latest" (K7).
	Aim  string `json:"aim,omitzero"`
	Note string `json:"note,omitzero"`
}

// A Role is who a reminder goes to.
type Role string

// The roles.
const (
	RoleResponsible Role = "responsible" // of the contract
	RoleOwner       Role = "owner"       // of the register
)

var roles = []Role{RoleResponsible, RoleOwner}

// Parse reads a definition from JSON, strictly: every unknown or misspelt key,
// duplicate key and wrong type is reported at once, each as a
// [slakit.FieldError] with its path. Whether the definition makes sense is for
// [Compile] to say.
func Parse(data []byte) (Definition, error) {
	var def Definition
	if err := strictjson.Decode(data, maxDocument, &def); err != nil {
		return Definition{}, err
	}
	return def, nil
}
