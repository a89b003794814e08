// Package credit turns measured service into service credits: what the
// supplier of a contract owes when a level was missed, explained to the cent.
//
//	schedule, err := credit.Compile(def)          // or every problem, with paths
//	credits, err := schedule.Credits(start, periods)
//	for step := range credits[0].Steps() { ... }  // how it came about
//
// It knows no register: who asks gives the measured values of each period and
// the charges that percentages are taken of. A contract of a register fills
// those in.
//
// # Shapes
//
// A [Rule] measures one thing and gives a percentage of the base, an amount of
// money or points, by few shapes:
//
//   - tiers: {"below": "99.5%", "credit": "10%"}, for durations and numbers
//     "above" or "from", or the bands that contracts print;
//   - a rate for each unit beyond a bound: {"credit": "5%", "per": "30m",
//     "count": "started", "after": "10m"}, of shares {"per": "0.1%", "below":
//     "99.9%"}; pro rata is "count": "proportional";
//   - both, of which the greater counts.
//
// A rule can multiply what follows a missed period (Repeat), weigh its credit
// and cap it. A schedule has one rule or several levels, whose credits for one
// incident are combined; points become a credit by a rule of their own; AtRisk
// makes a pool. Whatever else differs between contracts is a field of
// [Definition] with a documented default.
//
// # Order
//
// Value, tier, weight and repetition, level cap, levels of one incident
// combined, incidents added up, points to credit, period cap, year cap, invoice,
// minimum, rounding (M4). Everything before the rounding is exact (M1). What is
// over a cap is forfeited or carried: a carried amount is rounded when it enters
// the ledger, and credited before newer ones.
//
// # Checks
//
// Compile refuses schedules that a dispute would be about: holes and overlaps
// between bands, thresholds of the wrong direction, a smaller credit for a worse
// value, tiers and caps that no value reaches (M2, M8).
//
// # What this package does not do
//
// It measures nothing, pays nothing and stores nothing. [Credit.State] says
// where a credit stands after what the sides did about it. Rewards are no
// credits and never netted (M11).
package credit
