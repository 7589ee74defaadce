"""The countries and regions of the news with their people and adjectives, and the seats of their governments."""

# First form: the key. Lower case.
COUNTRIES = """
united states|us|u.s|usa|u.s.a|america|american|americans|united states of america
united kingdom|uk|u.k|britain|great britain|british|briton|britons
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
"""
# Country or body | the seats of its government.
_SEATS = """
russia|moscow|kremlin; ukraine|kyiv; united states|washington|white house|pentagon; european union|brussels
united kingdom|london|downing street|no 10|whitehall; france|paris|elysee|élysée; germany|berlin; italy|rome
spain|madrid; poland|warsaw; turkey|ankara; iran|tehran; iraq|baghdad; israel|jerusalem; syria|damascus
lebanon|beirut; saudi arabia|riyadh; egypt|cairo; sudan|khartoum; china|beijing; india|new delhi|delhi
pakistan|islamabad; afghanistan|kabul; japan|tokyo; north korea|pyongyang; south korea|seoul; australia|canberra
canada|ottawa; venezuela|caracas; hungary|budapest; belarus|minsk; greece|athens; new zealand|wellington
armenia|yerevan; azerbaijan|baku; georgia|tbilisi; moldova|chisinau; north macedonia|skopje; albania|tirana
kosovo|pristina; serbia|belgrade; bosnia|sarajevo; croatia|zagreb; slovenia|ljubljana; czech republic|prague
slovakia|bratislava; austria|vienna; romania|bucharest; bulgaria|sofia; estonia|tallinn; latvia|riga
lithuania|vilnius; finland|helsinki; sweden|stockholm; norway|oslo; denmark|copenhagen; netherlands|the hague
ireland|dublin; portugal|lisbon; scotland|holyrood; northern ireland|stormont; cyprus|nicosia; jordan|amman
qatar|doha; united arab emirates|abu dhabi; kuwait|kuwait city; yemen|sanaa; libya|tripoli; tunisia|tunis
algeria|algiers; morocco|rabat; ethiopia|addis ababa; kenya|nairobi; uganda|kampala; rwanda|kigali
democratic republic of the congo|kinshasa; mali|bamako; nigeria|abuja; south africa|pretoria; zimbabwe|harare
somalia|mogadishu; vietnam|hanoi; thailand|bangkok; philippines|manila; indonesia|jakarta; malaysia|kuala lumpur
bangladesh|dhaka; sri lanka|colombo; nepal|kathmandu; taiwan|taipei; mongolia|ulaanbaatar; kazakhstan|astana
mexico|mexico city; cuba|havana; colombia|bogota; peru|lima; ecuador|quito; bolivia|la paz; chile|santiago
argentina|buenos aires; brazil|brasilia; nicaragua|managua
"""
# Seat of government → the country or body that it speaks for.
SEATS = {
    seat: owner
    for entry in _SEATS.replace("\n", ";").split(";")
    if entry.strip()
    for owner, *seats in [entry.strip().split("|")]
    for seat in seats
}
