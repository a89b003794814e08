// Package attainment counts how many promises were kept: per month, agreement,
// metric and priority.
//
//	table := attainment.Count(cal, reports)
//	for p := range table.Trend(attainment.Key{Metric: sla.Resolution}) {
//		fmt.Println(p.Month, p.Met, "of", p.Met+p.Breached, p.Ratio().Percent(1))
//	}
//
// # What is counted
//
// An item is a [sla.Reading] with a deadline: one cycle of a clock under one
// target. Each cycle counts, so that three answers owed are three items.
//
//	met        stopped in time
//	breached   breached, whatever became of it later: it may still run, have
//	           been cancelled, or go on under another target
//	open       runs or is paused, and is not breached
//	cancelled  cancelled before a breach: no verdict, and not in the total
//
// Met, breached and open make the total. A clock that has not started, a target
// that was replaced before a breach (the one that took its place is judged) and
// a target without a deadline are no items. A ratio is met of met and breached,
// as whole numbers: what is open is not decided yet. Where nothing is decided
// there is no value, never 100 % and never 0 % (M3).
//
// # When
//
// An item counts in the month of its verdict: the breach (K26), or the stop if
// it was met. An open one counts in the month of its report's instant, a
// cancelled one in the month in which it was first due (one that never was is
// left out). Months are those of a zone. A ticket that is
// reopened loses the verdict "met" until it is stopped again, so a month that
// is over can still change; to see it as it stood, evaluate at its end.
package attainment
