package priority

type (
	// An Impact is the name of a level of effect on the business.
	Impact string
	// An Urgency is the name of a level of how soon the effect is felt.
	Urgency string
	// A Priority is the name of a priority. "" is no priority.
	Priority string
)

// A Definition is a priority matrix as its author writes it. Each list is
// ordered from the highest to the lowest; names are compared as they are
// written, letter case included.
type Definition struct {
	// Impacts are the rows of the matrix: 1 to 32 names.
	Impacts []Impact `json:"impacts,omitzero"`
	// Urgencies are its columns: 1 to 32 names.
	Urgencies []Urgency `json:"urgencies,omitzero"`
	// Priorities are those that cells may hold and tickets may have, 1 to 32
	// names. A priority that no cell holds can still be set by hand.
	Priorities []Priority `json:"priorities,omitzero"`
	// Matrix has a row for each impact, with a cell for each urgency. An empty
	// cell, "", gives no priority.
	Matrix [][]Priority `json:"matrix,omitzero"`
	// Note is for readers and has no effect.
	Note string `json:"note,omitzero"`
}

// ITIL returns the customary matrix of three impacts and three urgencies, each
// high, medium and low, with priorities P1 to P5: the "simple priority coding
// system" of ITIL Service Operation (2007, table 4.1), which the sample data of
// widely used products repeats. Each call returns a new value, free to be
// edited.
func ITIL() Definition {
	return Definition{
		Impacts:    []Impact{"high", "medium", "low"},
		Urgencies:  []Urgency{"high", "medium", "low"},
		Priorities: []Priority{"P1", "P2", "P3", "P4", "P5"},
		Matrix: [][]Priority{
			{"P1", "P2", "P3"},
			{"P2", "P3", "P4"},
			{"P3", "P4", "P5"},
		},
	}
}
