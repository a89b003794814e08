package money

// An Exact is an amount of a currency before it is rounded. The zero Exact is
// nothing of no currency: adding it changes nothing.
type Exact struct {
	Fraction Fraction
	Currency Currency
}

// IsZero reports whether e is the zero Exact, without a currency.
func (e Exact) IsZero() bool { return e.Currency == "" }

// Add returns e + f, or a [*MixedError] if the currencies differ; it carries
// both amounts rounded.
func (e Exact) Add(f Exact) (Exact, error) {
	switch {
	case e.IsZero():
		return f, nil
	case f.IsZero():
		return e, nil
	case e.Currency != f.Currency:
		return Exact{}, &MixedError{e.Round(HalfAway), f.Round(HalfAway)}
	}
	return Exact{e.Fraction.Add(f.Fraction), e.Currency}, nil
}

// Mul returns e times f.
func (e Exact) Mul(f Fraction) Exact { return Exact{e.Fraction.Mul(f), e.Currency} }

// Equal reports whether e and f are the same amount of the same currency.
func (e Exact) Equal(f Exact) bool {
	return e.Currency == f.Currency && e.Fraction.Equal(f.Fraction)
}

// Round returns the amount rounded to the minor unit: the one rounding of a
// line (M1). It is the zero Money for the zero Exact.
func (e Exact) Round(r Rounding) Money {
	if e.IsZero() {
		return Money{}
	}
	return Money{amount: e.Fraction.Round(e.Currency.Places(), r), currency: e.Currency}
}

// String returns the amount as the Fraction writes it, and the currency.
func (e Exact) String() string {
	if e.IsZero() {
		return ""
	}
	return e.Fraction.String() + " " + string(e.Currency)
}
