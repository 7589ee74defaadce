"""Names of one and the same thing: the one table of aliases, demonyms and capitals.

An alias may stand for its fellow anywhere. A capital or a seat of government speaks for its country and lies in it,
so a place in the capital is in the country, but not the other way round.
"""

# First form: the key. Lower case; a demonym stands with its country.
_SAME = """
united states|us|u.s|usa|u.s.a|america|american|americans|united states of america
united kingdom|uk|u.k|britain|great britain|british|briton|britons
european union|eu|e.u|the bloc
united nations|un|u.n
nato|north atlantic treaty organization|north atlantic treaty organisation|north atlantic alliance
russia|russian|russians|russian federation
ukraine|ukrainian|ukrainians
china|chinese|people's republic of china
france|french|frenchman
germany|german|germans
italy|italian|italians
spain|spanish|spaniard|spaniards
poland|polish|poles
turkey|turkish|turks|turkiye|türkiye
iran|iranian|iranians
iraq|iraqi|iraqis
israel|israeli|israelis
palestine|palestinian|palestinians
syria|syrian|syrians
lebanon|lebanese
saudi arabia|saudi|saudis
yemen|yemeni|yemenis
egypt|egyptian|egyptians
sudan|sudanese
ethiopia|ethiopian|ethiopians
india|indian|indians
pakistan|pakistani|pakistanis
afghanistan|afghan|afghans
japan|japanese
north korea|north korean|north koreans|dprk
south korea|south korean|south koreans
australia|australian|australians
new zealand|new zealander|new zealanders
canada|canadian|canadians
mexico|mexican|mexicans
brazil|brazilian|brazilians
venezuela|venezuelan|venezuelans
colombia|colombian|colombians
argentina|argentine|argentines|argentinian
chile|chilean|chileans
cuba|cuban|cubans
greece|greek|greeks
sweden|swedish|swedes
norway|norwegian|norwegians
finland|finnish|finns
denmark|danish|danes
netherlands|dutch|holland
belgium|belgian|belgians
switzerland|swiss
austria|austrian|austrians
hungary|hungarian|hungarians
romania|romanian|romanians
bulgaria|bulgarian|bulgarians
serbia|serbian|serb|serbs
belarus|belarusian|belarusians
moldova|moldovan|moldovans
georgia|georgian|georgians
ireland|irish
scotland|scottish|scots
wales|welsh
england|english
europe|european|europeans
africa|african|africans
asia|asian|asians
california|californian
south africa|south african|south africans
nigeria|nigerian|nigerians
kenya|kenyan|kenyans
myanmar|burma|burmese
thailand|thai|thais
vietnam|vietnamese
indonesia|indonesian
philippines|filipino|filipinos|philippine
albania|albanian|albanians
algeria|algerian|algerians
armenia|armenian|armenians
azerbaijan|azerbaijani|azerbaijanis|azeri
bahrain|bahraini|bahrainis
bangladesh|bangladeshi|bangladeshis
bolivia|bolivian|bolivians
bosnia|bosnian|bosnians|bosnia and herzegovina
burkina faso|burkinabe
burundi|burundian|burundians
cambodia|cambodian|cambodians
cameroon|cameroonian|cameroonians
chad|chadian|chadians
democratic republic of the congo|dr congo|drc|democratic republic of congo
croatia|croatian|croatians|croats
cyprus|cypriot|cypriots
czech republic|czech|czechs|czechia
ecuador|ecuadorian|ecuadorians|ecuadorean
estonia|estonian|estonians
gambia|gambian|gambians
ghana|ghanaian|ghanaians
guatemala|guatemalan|guatemalans
haiti|haitian|haitians
honduras|honduran|hondurans
iceland|icelandic|icelanders
ivory coast|ivorian|ivorians|cote d'ivoire|côte d'ivoire
jamaica|jamaican|jamaicans
jordan|jordanian|jordanians
kazakhstan|kazakh|kazakhs
kosovo|kosovan|kosovar|kosovars
kuwait|kuwaiti|kuwaitis
kyrgyzstan|kyrgyz
latvia|latvian|latvians
liberia|liberian|liberians
libya|libyan|libyans
lithuania|lithuanian|lithuanians
malawi|malawian|malawians
malaysia|malaysian|malaysians
mali|malian|malians
malta|maltese
mongolia|mongolian|mongolians
montenegro|montenegrin|montenegrins
morocco|moroccan|moroccans
mozambique|mozambican|mozambicans
nepal|nepalese|nepali
nicaragua|nicaraguan|nicaraguans
niger|nigerien|nigeriens
north macedonia|macedonia|macedonian|macedonians
oman|omani|omanis
panama|panamanian|panamanians
paraguay|paraguayan|paraguayans
peru|peruvian|peruvians
portugal|portuguese
qatar|qatari|qataris
rwanda|rwandan|rwandans
senegal|senegalese
sierra leone|sierra leonean|sierra leoneans
singapore|singaporean|singaporeans
slovakia|slovak|slovaks
slovenia|slovenian|slovenians|slovene
somalia|somali|somalis
south sudan|south sudanese
sri lanka|sri lankan|sri lankans
taiwan|taiwanese
tajikistan|tajik|tajiks
tanzania|tanzanian|tanzanians
tunisia|tunisian|tunisians
turkmenistan|turkmen
uganda|ugandan|ugandans
united arab emirates|uae|emirati|emiratis
uruguay|uruguayan|uruguayans
uzbekistan|uzbek|uzbeks
zambia|zambian|zambians
zimbabwe|zimbabwean|zimbabweans
european commission|eu commission|eu executive
european parliament|eu parliament
european central bank|ecb
federal reserve|fed
zelensky|zelenskyy|zelenskiy|zelenskyi|zelenski
kyiv|kiev
kharkiv|kharkov
odesa|odessa
lviv|lvov
dnipro|dnepr
putin|vladimir putin
gaddafi|qaddafi|gadhafi
netanyahu|bibi
conservatives|conservative party|tories|tory
labour|labour party
democrats|democratic party|democrat
republicans|republican party|gop|republican
federal bureau of investigation|fbi
white house|oval office
world health organization|who|world health organisation
international atomic energy agency|iaea
international monetary fund|imf
covid-19|covid|coronavirus
"""
# Seat of government → the country or body it speaks for.
_SEATS = {
    "moscow": "russia",
    "kremlin": "russia",
    "kyiv": "ukraine",
    "washington": "united states",
    "white house": "united states",
    "pentagon": "united states",
    "brussels": "european union",
    "london": "united kingdom",
    "downing street": "united kingdom",
    "paris": "france",
    "berlin": "germany",
    "rome": "italy",
    "madrid": "spain",
    "warsaw": "poland",
    "ankara": "turkey",
    "tehran": "iran",
    "baghdad": "iraq",
    "jerusalem": "israel",
    "damascus": "syria",
    "beirut": "lebanon",
    "riyadh": "saudi arabia",
    "cairo": "egypt",
    "khartoum": "sudan",
    "beijing": "china",
    "new delhi": "india",
    "delhi": "india",
    "islamabad": "pakistan",
    "kabul": "afghanistan",
    "tokyo": "japan",
    "pyongyang": "north korea",
    "seoul": "south korea",
    "canberra": "australia",
    "ottawa": "canada",
    "caracas": "venezuela",
    "budapest": "hungary",
    "minsk": "belarus",
    "athens": "greece",
    "wellington": "new zealand",
    "yerevan": "armenia",
    "baku": "azerbaijan",
    "tbilisi": "georgia",
    "chisinau": "moldova",
    "skopje": "north macedonia",
    "tirana": "albania",
    "pristina": "kosovo",
    "belgrade": "serbia",
    "sarajevo": "bosnia",
    "zagreb": "croatia",
    "ljubljana": "slovenia",
    "prague": "czech republic",
    "bratislava": "slovakia",
    "vienna": "austria",
    "bucharest": "romania",
    "sofia": "bulgaria",
    "tallinn": "estonia",
    "riga": "latvia",
    "vilnius": "lithuania",
    "helsinki": "finland",
    "stockholm": "sweden",
    "oslo": "norway",
    "copenhagen": "denmark",
    "the hague": "netherlands",
    "dublin": "ireland",
    "lisbon": "portugal",
    "elysee": "france",
    "élysée": "france",
    "no 10": "united kingdom",
    "whitehall": "united kingdom",
    "holyrood": "scotland",
    "stormont": "northern ireland",
    "nicosia": "cyprus",
    "amman": "jordan",
    "doha": "qatar",
    "abu dhabi": "united arab emirates",
    "kuwait city": "kuwait",
    "sanaa": "yemen",
    "tripoli": "libya",
    "tunis": "tunisia",
    "algiers": "algeria",
    "rabat": "morocco",
    "addis ababa": "ethiopia",
    "nairobi": "kenya",
    "kampala": "uganda",
    "kigali": "rwanda",
    "kinshasa": "democratic republic of the congo",
    "bamako": "mali",
    "abuja": "nigeria",
    "pretoria": "south africa",
    "harare": "zimbabwe",
    "mogadishu": "somalia",
    "hanoi": "vietnam",
    "bangkok": "thailand",
    "manila": "philippines",
    "jakarta": "indonesia",
    "kuala lumpur": "malaysia",
    "dhaka": "bangladesh",
    "colombo": "sri lanka",
    "kathmandu": "nepal",
    "taipei": "taiwan",
    "ulaanbaatar": "mongolia",
    "astana": "kazakhstan",
    "mexico city": "mexico",
    "havana": "cuba",
    "bogota": "colombia",
    "lima": "peru",
    "quito": "ecuador",
    "la paz": "bolivia",
    "santiago": "chile",
    "buenos aires": "argentina",
    "brasilia": "brazil",
    "managua": "nicaragua",
}
ALIASES: dict[str, str] = {
    form: forms[0] for line in _SAME.split("\n") if line for forms in [line.split("|")] for form in forms
}
# Only in capitals, because "us" and "who" are words.
CAPITALS_ONLY = frozenset({"us", "who", "un", "polish"})


def key(name: str) -> str:
    """The one name under which all aliases of a name are known; the name in lower case when it has none."""
    flat = " ".join(name.lower().replace("’", "'").removesuffix("'s").removeprefix("the ").rstrip(".").split())
    return ALIASES.get(flat, flat)


def speaks_for(name: str) -> str | None:
    """The country or body for which a seat of government stands ("Kremlin" gives "russia")."""
    return _SEATS.get(key(name))


def seats_of(country: str) -> tuple[str, ...]:
    return tuple(seat for seat, owner in _SEATS.items() if owner == country)
