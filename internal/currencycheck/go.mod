module github.com/slakit/slakit/internal/currencycheck

go 1.25.0

require (
	github.com/bojanz/currency v1.4.2
	github.com/slakit/slakit v0.0.0
)

require (
	github.com/cockroachdb/apd/v3 v3.2.1 // indirect
	github.com/shopspring/decimal v1.6.0 // indirect
)

replace github.com/slakit/slakit => ../../
