module github.com/slakit/slakit/calendar/ical

go 1.25.0

require (
	github.com/arran4/golang-ical v0.3.4
	github.com/leanovate/gopter v0.2.11
	github.com/slakit/slakit v0.0.0
	github.com/stretchr/testify v1.12.1
	github.com/teambition/rrule-go v1.8.2
)

require go.yaml.in/yaml/v3 v3.0.6 // indirect

replace github.com/slakit/slakit => ../..

// gopter, which the tests use, names goconvey, but no package used here needs
// it: this line keeps some 150 modules out of the graph.
exclude github.com/smartystreets/goconvey v1.8.1
