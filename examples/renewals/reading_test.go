package main

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/slakit/slakit/contract"
)

// TestReadTerm holds the words of clauses, none of them of the data set.
func TestReadTerm(t *testing.T) {
	for text, want := range map[string]string{
		// lengths
		"The term shall be two (2) years from the Effective Date.":                                          "P2Y",
		"This Agreement continues for 18 months unless terminated on thirty (30) days' prior notice.":       "P18M",
		"an initial term of ninety days":                                                                    "P90D",
		"shall remain in force for one hundred and twenty (120) days":                                       "P120D",
		"a term of twenty-four months":                                                                      "P24M",
		"The Initial Term is for one year and six months.":                                                  "P1Y6M",
		"continues until the twenty-first (21st) anniversary of the Effective Date":                         "P21Y",
		"ends on the 4th anniversary hereof":                                                                "P4Y",
		"The Agreement remains in effect for six weeks.":                                                    "P6W",
		"for a term of five (5) years, and shall renew for successive one (1) year periods":                 "P5Y",
		"Either party gives 90 days notice. The term of the Agreement is 3 years.":                          "P3Y",
		"shall renew for additional 2 year terms after an initial period; the initial period lasts 7 years": "P7Y",
		"through the day before the third anniversary of the start of the term":                             "P3Y the day before",
		"The term ends on the last day of the month two years from the Effective Date":                      "P2Y the last day of the month",
		"for a term of half a year":                                                                         "P6M",
		"three (3) years from the Effective Date unless terminated earlier":                                 "P3Y",
		"sold within the Territory for a period of five (5) years":                                          "P5Y",
		"lasts five years; obligations survive for 2 years after the expiration of the term":                "P5Y",
		"The term lasts five years and confidentiality for 2 years after termination.":                      "P5Y",
		// days
		"shall continue until March 31, 2024":                                   "2024-03-31",
		"effective from 1st January 2020 and expiring on 30th June 2021":        "2021-06-30 from 2020-01-01",
		"from April 1, 2019 up to and including the last day of February, 2020": "2020-02-29 from 2019-04-01",
		"for one year commencing May 2, 2011 and ending May 1, 2012":            "P1Y 2012-05-01 from 2011-05-02",
		"Termination date: 12/31/2019":                                          "2019-12-31",
		"31 December 2030":                                                      "2030-12-31",
		"runs through and including 2022-02-28":                                 "2022-02-28",
		// nothing
		"":                                       "the clause is empty",
		"until the parties agree":                nothingStated,
		"for [***] years":                        nothingStated,
		"the term is three (4) years":            `"three (4) years" says 3 and 4`,
		"continues indefinitely":                 noEnd,
		"remains in effect until terminated":     noEnd,
		"may be ended on 30 days written notice": nothingStated,
		"a cure period of thirty days applies":   nothingStated,
		"It begins on June 31, 2020.":            nothingStated,
	} {
		var list []string
		if text != "" {
			list = []string{text}
		}
		r := readTerm(list)
		var got []string
		if r.reason != "" {
			got = append(got, r.reason)
		}
		if !r.length.IsZero() {
			got = append(got, r.length.String())
		}
		if r.exact != "" {
			got = append(got, r.exact)
		}
		if !r.last.IsZero() {
			got = append(got, r.last.String())
		}
		if !r.start.IsZero() {
			got = append(got, "from "+r.start.String())
		}
		assert.Equal(t, want, strings.Join(got, " "), text)
	}
}

func TestReadRenewalAndNotice(t *testing.T) {
	for text, want := range map[string]string{
		"It shall automatically renew for successive two (2) year terms unless either party gives notice at least sixty (60) days before the end.": "tacit P2Y 0, P60D",
		"It continues from year to year unless three months' prior written notice is given.":                                                       "tacit P1Y 0, P3M",
		"The Licensee may renew for two (2) additional terms of one year each by notice not later than 45 days before the end.":                    "express P1Y 2, P45D",
		"The term may be extended for one year by mutual written agreement.":                                                                       "none P1Y 0, ",
		"Thereafter it shall continue until either party gives six (6) months' notice.":                                                            "evergreen P0D 0, P6M",
		"It renews automatically for periods of the same length.":                                                                                  "tacit as the first, ",
	} {
		r, n := readRenewal([]string{text}), readNotice([]string{text})
		got := string(r.Kind) + " " + r.Length.String() + " " + itoa(r.Max)
		if r.AsFirst {
			got = string(r.Kind) + " as the first"
		}
		notice := ""
		if n.Reason == "" {
			notice = n.Length.String()
		}
		assert.Equal(t, want, got+", "+notice, text)
	}
	require.Equal(t, emptyClause, readRenewal(nil).Reason)
	require.NotEmpty(t, readRenewal([]string{"The parties are independent."}).Reason)
}

func TestReadExtension(t *testing.T) {
	for text, want := range map[string]string{
		"1+1 year contract with the option to extend":                           "1 of 1 year after 1 year",
		"The contract is for 2 years (2+1+1), extendable as stated":             "2 of 1 year after 2 years",
		"two years with possible extension of 1+1 years":                        "2 of 1 year after 2 years",
		"3 years, with options to extend by a further two one-year periods":     "2 of 1 year after 3 years",
		"a contract of 4 years, with an option to extend for up to 24 months":   "1 of up to 24 months after 4 years",
		"Optional extension of 3 x 6 months":                                    "3 of 6 months after 0 days",
		"option to extend for 2 further periods of up to 12 months":             "2 of up to 12 months after 0 days",
		"may be extended until 31/03/2030":                                      "one, until 2030-03-31 after 0 days",
		"The term has been extended from 3 May to 9 May 2025.":                  "it has been extended already; no option is stated",
		"We reserve the right to extend the contract.":                          "it speaks of an extension, but states no length and no last day",
		"Renewal of 12 windows over 6 months":                                   "it does not speak of extending the contract",
		"Option to extend 2+1+2 years":                                          `the options of "2+1+2 years" differ in length`,
		"with an option to extend for 0 x 12 months":                            "the number of options is 0",
		"for 2 years with an option to extend by one year, a total of 3 years.": "1 of 1 year after 2 years",
	} {
		e := readExtension(text)
		got := e.Reason
		if got == "" {
			got = e.words() + " after " + inWords(e.Initial)
		}
		assert.Equal(t, want, got, text)
	}
}

func TestPassages(t *testing.T) {
	for field, want := range map[string][]string{
		"":                           nil,
		"[]":                         nil,
		"plain  text":                {"plain text"},
		`['a', "b's", 'c\'d\n e']`:   {"a", "b's", "c'd e"},
		`['never closed`:             {"['never closed"},
		`['never closed]`:            {"never closed"},
		`['a<omitted>b', '____ c']`:  {"a b", "c"},
		`['ends with a backslash \]`: {`ends with a backslash \`},
	} {
		assert.Equal(t, want, passages(field), field)
	}
}

// TestNumbersInWords compares the words with a slow table.
func TestNumbersInWords(t *testing.T) {
	for n := 1; n < 100; n++ {
		word := ""
		switch {
		case n < 20:
			word = units[n]
		case n%10 == 0:
			word = tens[n/10]
		default:
			word = tens[n/10] + "-" + units[n%10]
		}
		m := measures("a term of " + word + " months")
		require.Len(t, m, 1, word)
		require.Equal(t, n, m[0].length.Months, word)
		m = measures("a term of " + strings.ToUpper(word) + " (" + itoa(n) + ") MONTHS")
		require.Len(t, m, 1, word)
		require.Equal(t, n, m[0].length.Months, word)
		require.Empty(t, m[0].problem)
	}
}

// TestAnyClauseGivesARegister draws clauses from pieces of clauses: whatever they
// say, nothing panics and what is read compiles.
func TestAnyClauseGivesARegister(t *testing.T) {
	pieces := strings.Split("term of|two|(2)|(3)|9999|0|99|one hundred|years|months|days|weeks|business days|until|December 31, 2020|31 February 2021|"+
		"third|anniversary|of the date hereof|renew|automatically|successive|up to|option to extend|1+1|2 x|+|notice|prior|thereafter|terminated|indefinitely|"+
		"the same duration|year to year|by mutual agreement|last day of the month|.|;|,|\\'|[***]|\u00a0|\xff|Ω", "|")
	random := rand.New(rand.NewPCG(7, 11))
	draw := func() string {
		var text []string
		for range random.IntN(25) {
			text = append(text, pieces[random.IntN(len(pieces))])
		}
		return "['" + strings.Join(text, " ") + "']"
	}
	counters, err := newCounters()
	require.NoError(t, err)
	cuad, uk := &cuadResult{Conventions: map[string]int{}}, newUKResult("x", 0, nil)
	london := time.UTC
	for i := range 3000 {
		d, wrong := newDeal("x", row{i + 2, map[string]string{"row": itoa(i % 500), "effective_iso": "2010-01-31", "agreement_iso": "2010-01-02", "filename": draw(), "document_name": draw()}})
		require.Nil(t, wrong)
		d.judge(counters, map[string]string{"expiration_clause": draw(), "renewal_clause": draw(), "notice_clause": draw()})
		cuad.add(d)
		n, wrong := newNotice("x", row{i + 2, map[string]string{
			"ocid": "ocds-b5fd17-" + itoa(i), "scope": "award", "period_start": "2024-02-29T00:00:00Z",
			"period_end": "2027-02-28T23:59:59Z", "release_date": "2024-01-01T00:00:00Z", "extension_text": draw(), "title": draw(), "buyer": draw(),
		}}, london)
		require.Nil(t, wrong)
		uk.add(n)
	}
	uk.settle(counters[conventions[0]])
	for _, def := range []contract.Definition{cuad.register(), uk.register()} {
		require.NotEmpty(t, def.Contracts)
		_, err := compile("x", def)
		require.NoError(t, err)
	}
}
