module github.com/slakit/slakit

go 1.25.0

require (
	github.com/leanovate/gopter v0.2.11
	github.com/rickar/cal/v2 v2.1.26
	github.com/shopspring/decimal v1.6.0
	github.com/stretchr/testify v1.12.1
)

require go.yaml.in/yaml/v3 v3.0.6 // indirect

// gopter names goconvey, but no package used here needs it: this line keeps
// some 150 modules out of our graph. Importers do not see it.
exclude github.com/smartystreets/goconvey v1.8.1
