package holidays

import (
	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/ar"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/au"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/bg"
	"github.com/rickar/cal/v2/br"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/cy"
	"github.com/rickar/cal/v2/cz"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/ecb"
	"github.com/rickar/cal/v2/ee"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fi"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/gr"
	"github.com/rickar/cal/v2/hr"
	"github.com/rickar/cal/v2/hu"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/is"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/jp"
	"github.com/rickar/cal/v2/ke"
	"github.com/rickar/cal/v2/lt"
	"github.com/rickar/cal/v2/lu"
	"github.com/rickar/cal/v2/lv"
	"github.com/rickar/cal/v2/mt"
	"github.com/rickar/cal/v2/mw"
	"github.com/rickar/cal/v2/mx"
	"github.com/rickar/cal/v2/nc"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/nz"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/pt"
	"github.com/rickar/cal/v2/ro"
	"github.com/rickar/cal/v2/rs"
	"github.com/rickar/cal/v2/ru"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/si"
	"github.com/rickar/cal/v2/sk"
	"github.com/rickar/cal/v2/th"
	"github.com/rickar/cal/v2/ua"
	"github.com/rickar/cal/v2/us"
	"github.com/rickar/cal/v2/za"

	"github.com/slakit/slakit/calendar"
)

// All returns every set of github.com/rickar/cal/v2, each under the ISO 3166
// code of its country in lower case ("se", "gb"), those of regions under the
// ISO 3166-2 code with the country in lower case ("de-BY", "au-NSW", "ch-ZH"),
// and the closing days of the European Central Bank under "ecb". Australia has
// regional sets only. Each call returns a new map.
//
// From and Until are the years in which a set is known to be right, by a table
// of this package; outside them its days are still given.
func All() calendar.HolidaySets {
	all := lists()
	sets := make(calendar.HolidaySets, len(all))
	for code, list := range all {
		set := Of(list)
		set.From, set.Until = coverage[code].from, coverage[code].until
		sets[code] = set
	}
	return sets
}

// lists are the sets as the library has them.
func lists() map[string][]*cal.Holiday {
	return map[string][]*cal.Holiday{
		"ar":     ar.Holidays,
		"at":     at.Holidays,
		"au-ACT": au.HolidaysACT,
		"au-NSW": au.HolidaysNSW,
		"au-NT":  au.HolidaysNT,
		"au-QLD": au.HolidaysQLD,
		"au-SA":  au.HolidaysSA,
		"au-TAS": au.HolidaysTAS,
		"au-VIC": au.HolidaysVIC,
		"au-WA":  au.HolidaysWA,
		"be":     be.Holidays,
		"bg":     bg.Holidays,
		"br":     br.Holidays,
		"ca":     ca.Holidays,
		"ch":     ch.Holidays,
		"ch-AG":  ch.HolidaysAG,
		"ch-AI":  ch.HolidaysAI,
		"ch-AR":  ch.HolidaysAR,
		"ch-BE":  ch.HolidaysBE,
		"ch-BL":  ch.HolidaysBL,
		"ch-BS":  ch.HolidaysBS,
		"ch-FR":  ch.HolidaysFR,
		"ch-GE":  ch.HolidaysGE,
		"ch-GL":  ch.HolidaysGL,
		"ch-GR":  ch.HolidaysGR,
		"ch-JU":  ch.HolidaysJU,
		"ch-LU":  ch.HolidaysLU,
		"ch-NE":  ch.HolidaysNE,
		"ch-NW":  ch.HolidaysNW,
		"ch-OW":  ch.HolidaysOW,
		"ch-SG":  ch.HolidaysSG,
		"ch-SH":  ch.HolidaysSH,
		"ch-SO":  ch.HolidaysSO,
		"ch-SZ":  ch.HolidaysSZ,
		"ch-TG":  ch.HolidaysTG,
		"ch-TI":  ch.HolidaysTI,
		"ch-UR":  ch.HolidaysUR,
		"ch-VD":  ch.HolidaysVD,
		"ch-VS":  ch.HolidaysVS,
		"ch-ZG":  ch.HolidaysZG,
		"ch-ZH":  ch.HolidaysZH,
		"cy":     cy.Holidays,
		"cz":     cz.Holidays,
		"de":     de.Holidays,
		"de-BB":  de.HolidaysBB,
		"de-BE":  de.HolidaysBE,
		"de-BW":  de.HolidaysBW,
		"de-BY":  de.HolidaysBY,
		"de-HB":  de.HolidaysHB,
		"de-HE":  de.HolidaysHE,
		"de-HH":  de.HolidaysHH,
		"de-MV":  de.HolidaysMV,
		"de-NI":  de.HolidaysNI,
		"de-NW":  de.HolidaysNW,
		"de-RP":  de.HolidaysRP,
		"de-SH":  de.HolidaysSH,
		"de-SL":  de.HolidaysSL,
		"de-SN":  de.HolidaysSN,
		"de-ST":  de.HolidaysST,
		"de-TH":  de.HolidaysTH,
		"dk":     dk.Holidays,
		"ecb":    ecb.Holidays,
		"ee":     ee.Holidays,
		"es":     es.Holidays,
		"fi":     fi.Holidays,
		"fr":     fr.Holidays,
		"gb":     gb.Holidays,
		"gr":     gr.Holidays,
		"hr":     hr.Holidays,
		"hu":     hu.Holidays,
		"ie":     ie.Holidays,
		"is":     is.Holidays,
		"it":     it.Holidays,
		"jp":     jp.Holidays,
		"ke":     ke.Holidays,
		"lt":     lt.Holidays,
		"lu":     lu.Holidays,
		"lv":     lv.Holidays,
		"mt":     mt.Holidays,
		"mw":     mw.Holidays,
		"mx":     mx.Holidays,
		"nc":     nc.Holidays,
		"nl":     nl.Holidays,
		"no":     no.Holidays,
		"nz":     nz.Holidays,
		"pl":     pl.Holidays,
		"pt":     pt.Holidays,
		"ro":     ro.Holidays,
		"rs":     rs.Holidays,
		"ru":     ru.Holidays,
		"se":     se.Holidays,
		"si":     si.Holidays,
		"sk":     sk.Holidays,
		"th":     th.Holidays,
		"ua":     ua.Holidays,
		"us":     us.Holidays,
		"za":     za.Holidays,
	}
}
