package holidays

// years are those for which a set is right, from included, until not; 0 is open.
type years struct{ from, until int }

// coverage holds what is known about the sets: the library says nothing. A rule
// that it projects into years before its law, or a day that it lacks, ends the
// years in which the set can be relied upon. Sets that are not listed are open
// on both sides: nothing is known against them.
var coverage = map[string]years{
	"bg":    {2025, 2040}, // 1 May is lost when Good Friday is not before it, as in 2024 and 2040
	"br":    {2024, 0},    // Consciência Negra: lei 14.759/2023
	"cy":    {1900, 2100}, // the Julian Easter of the library is 13 days off, as in these years only
	"cz":    {2016, 0},    // Good Friday: zákon 359/2015
	"de":    {2018, 0},    // 31 October 2017 was off everywhere
	"de-BE": {2026, 0},    // 8 May 2025; before that 8 May 2020, and 8 March only since 2019
	"de-BW": {2018, 0},    // as de
	"de-BY": {2018, 0},    // as de
	"de-HB": {2018, 0},    // 31 October since 2018
	"de-HE": {2018, 0},    // as de
	"de-HH": {2018, 0},    // 31 October since 2018
	"de-MV": {0, 2023},    // 8 March since 2023
	"de-NI": {2018, 0},    // 31 October since 2018
	"de-NW": {2018, 0},    // as de
	"de-RP": {2018, 0},    // as de
	"de-SH": {2018, 0},    // 31 October since 2018
	"de-SL": {2018, 0},    // as de
	"gb":    {2023, 0},    // 19 September 2022; before that 29 April 2011 and June 2012
	"gr":    {1900, 2100}, // as cy
	"hr":    {2020, 0},    // the law of November 2019 moved three days
	"hu":    {2017, 0},    // Good Friday since 2017
	"it":    {0, 2026},    // 4 October since 2026
	"jp":    {2007, 2033}, // 4 May and 29 April changed in 2007; days between two holidays are listed to 2032
	"lt":    {2020, 0},    // 2 November since 2020
	"lu":    {0, 2019},    // 9 May since 2019
	"lv":    {2024, 0},    // 29 May 2023
	"nl":    {2014, 0},    // the King's Day since 2014
	"nz":    {0, 2022},    // Matariki since 2022
	"pl":    {2019, 0},    // 12 November 2018; 6 January since 2011
	"pt":    {2016, 0},    // four days were suspended from 2013 to 2015
	"ro":    {1900, 2100}, // as cy
	"rs":    {1900, 2100}, // as cy
	"se":    {2005, 0},    // 6 June took the place of Whit Monday in 2005
	"si":    {2024, 0},    // 14 August 2023; 2 January again since 2017
	"ua":    {1900, 2022}, // under martial law holidays are working days
	"us":    {1986, 0},    // Martin Luther King Jr. Day since 1986
	"za":    {2025, 0},    // 29 May 2024 and other days of elections
}
