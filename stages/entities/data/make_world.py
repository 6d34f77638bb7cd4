#!/usr/bin/env python3
"""Writes config/actors/world.toml: every country with its adjectives and capital, then `world_extra.toml`.

    python3 make_world.py DATA_DIR > ../../../config/actors/world.toml

Countries and capitals: GeoNames (CC BY 4.0); long forms and demonyms: CIA World Factbook (public domain).
"""

import csv
import gzip
import html
import pathlib
import re
import sys
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent

# GeoNames code -> name used in the Factbook, where they differ
FACTBOOK = {
    "BS": "The Bahamas", "CD": "DRC", "CG": "Congo (Brazzaville)", "CI": "Côte d'Ivoire", "DO": "The Dominican",
    "FK": "Falkland Islands (Islas Malvinas)", "FM": "Federated States of Micronesia", "GM": "The Gambia", "MM": "Burma",
    "MO": "Macau", "NL": "Netherlands", "TL": "Timor-Leste", "VA": "Holy See (Vatican City)",
}
NAME = {
    "MM": "Myanmar", "MO": "Macau", "NL": "Netherlands", "PS": "Palestine", "TL": "Timor-Leste", "VA": "Vatican", "CI": "Ivory Coast",
    "CV": "Cape Verde", "CD": "Democratic Republic of the Congo", "CG": "Republic of the Congo", "CZ": "Czechia", "VI": "US Virgin Islands",
}
ALIASES = {
    "US": ["United States of America", "U.S.", "US", "USA", "U.S.A.", "America"],
    "GB": ["UK", "U.K.", "Britain", "Great Britain"],
    "AE": ["UAE", "U.A.E.", "Emirates"], "RU": ["Russian Federation"], "CN": ["PRC", "Mainland China", "Red China"],
    "TW": ["Republic of China", "Chinese Taipei"], "KR": ["Republic of Korea", "ROK", "S. Korea", "South-Korea"],
    "KP": ["DPRK", "N. Korea", "North-Korea"], "MM": ["Burma"], "CZ": ["Czech Republic"], "MK": ["Macedonia"], "SZ": ["Swaziland"],
    "CV": ["Cabo Verde"], "CI": ["Cote d'Ivoire", "Côte d'Ivoire"], "TR": ["Türkiye", "Turkiye"], "VA": ["Holy See", "Vatican City"],
    "CD": ["DR Congo", "DRC", "D.R.C.", "Congo-Kinshasa", "Congo"], "CG": ["Congo-Brazzaville"], "BA": ["Bosnia", "Bosnia-Herzegovina", "Bosnia-Hercegovina"],
    "PS": ["Palestinian Authority", "Palestinian Territories", "Palestinian territories", "State of Palestine"], "NL": ["Holland"], "TL": ["East Timor"], "SA": ["Saudi"],
    "LK": ["Ceylon"], "ZA": ["RSA"], "NZ": ["NZ"], "BS": ["The Bahamas"], "GM": ["The Gambia"], "TT": ["Trinidad"], "ST": ["Sao Tome"],
    "PG": ["Papua-New Guinea", "PNG"], "KN": ["St. Kitts and Nevis"], "LC": ["St. Lucia"], "VC": ["St. Vincent"], "EG": [], "IE": ["Irish Republic", "Eire"],
}
ADJECTIVES = {
    "US": ["American", "Americans"], "GB": ["British", "Briton", "Britons", "Brits"], "AE": ["Emirati", "Emiratis"], "KR": ["South Korean", "South Koreans"],
    "KP": ["North Korean", "North Koreans"], "CD": ["Congolese"], "CG": [], "DO": ["Dominican", "Dominicans"], "DM": [], "NE": ["Nigerien", "Nigeriens"],
    "NL": ["Dutch"], "FR": ["French", "Frenchman", "Frenchmen"], "ES": ["Spanish", "Spaniard", "Spaniards"], "PL": ["Polish", "Poles"],
    "DK": ["Danish", "Danes", "Dane"], "SE": ["Swedish", "Swedes", "Swede"], "FI": ["Finnish", "Finns", "Finn"], "TR": ["Turkish", "Turks", "Turk"],
    "IE": ["Irish"], "CH": ["Swiss"], "SA": ["Saudi", "Saudis", "Saudi Arabian"], "PS": ["Palestinian", "Palestinians"], "VA": [], "LS": ["Basotho"],
    "BW": ["Motswana", "Batswana"], "MM": ["Burmese", "Myanmarese"], "SZ": ["Swazi", "Swazis"], "TL": ["East Timorese", "Timorese"], "PH": ["Philippine", "Filipino", "Filipinos", "Filipina"],
    "CZ": ["Czech", "Czechs"], "RS": ["Serbian", "Serb", "Serbs", "Serbians"], "HR": ["Croatian", "Croat", "Croats", "Croatians"], "SK": ["Slovak", "Slovaks", "Slovakian"],
    "SI": ["Slovene", "Slovenes", "Slovenian", "Slovenians"], "IS": ["Icelandic", "Icelander", "Icelanders"], "BA": ["Bosnian", "Bosnians", "Herzegovinian"],
    "TJ": ["Tajik", "Tajikistani", "Tajikistanis"], "UZ": ["Uzbek", "Uzbekistani"], "KZ": ["Kazakh", "Kazakhs", "Kazakhstani"], "KG": ["Kyrgyz", "Kyrgyzstani"],
    "TM": ["Turkmen", "Turkmens"], "AZ": ["Azerbaijani", "Azerbaijanis", "Azeri", "Azeris"], "AF": ["Afghan", "Afghans", "Afghani"], "RO": ["Romanian", "Romanians", "Rumanian"],
    "XK": ["Kosovar", "Kosovars", "Kosovan"], "EH": ["Sahrawi", "Sahrawis"], "GN": ["Guinean", "Guineans"], "NZ": ["New Zealander", "New Zealanders"], "IL": ["Israeli", "Israelis"],
    "LU": ["Luxembourger"], "MC": ["Monegasque"], "MT": ["Maltese"], "LI": [], "JE": [], "IM": ["Manx"], "WS": ["Samoan", "Samoans"], "AS": [], "GU": ["Guamanian"], "MP": [], "VI": [],
    "PM": [], "NC": ["New Caledonian"], "BD": ["Bangladeshi", "Bangladeshis"], "IQ": ["Iraqi", "Iraqis"], "IR": ["Iranian", "Iranians"], "TW": ["Taiwanese"], "HK": ["Hong Konger", "Hong Kongers"],
    "AR": ["Argentine", "Argentines", "Argentinian", "Argentinians", "Argentinean"], "VE": ["Venezuelan", "Venezuelans"], "PR": ["Puerto Rican", "Puerto Ricans"],
    "AU": ["Australian", "Australians", "Aussie", "Aussies"], "CA": ["Canadian", "Canadians"], "LB": ["Lebanese"], "NO": ["Norwegian", "Norwegians"], "PT": ["Portuguese"], "MG": ["Malagasy"], "FO": ["Faroese"],
    "NG": ["Nigerian", "Nigerians"], "BF": ["Burkinabe"], "GR": ["Greek", "Greeks"], "DE": ["German", "Germans"], "YE": ["Yemeni", "Yemenis", "Yemenite"], "VN": ["Vietnamese"], "MV": ["Maldivian", "Maldivians"],
    "KM": ["Comoran", "Comorans", "Comorian"], "KI": [], "VU": [], "FM": ["Micronesian"], "MH": ["Marshallese"], "SC": ["Seychellois"], "NP": ["Nepali", "Nepalese", "Nepalis"], "IN": ["Indian", "Indians"],
}
CAPITAL = {
    "IL": None, "US": "Washington", "LK": "Colombo", "NL": "The Hague", "BO": "La Paz", "MM": "Naypyidaw", "UA": "Kyiv", "KZ": "Astana", "MC": None, "SM": None,
    "LU": None, "SG": None, "VA": None, "DJ": None, "GT": "Guatemala City", "PA": "Panama City", "KW": "Kuwait City", "MX": "Mexico City", "BI": "Bujumbura",
    "PS": "Ramallah", "GE": "Tbilisi", "GI": None, "HK": None, "MO": None, "BJ": "Porto-Novo", "TZ": "Dodoma", "CI": "Yamoussoukro", "ZA": "Pretoria", "KP": "Pyongyang",
    "JM": "Kingston", "GY": "Georgetown", "GD": None, "BB": "Bridgetown", "MU": "Port Louis", "SC": None, "PT": "Lisbon", "BN": None, "DM": None, "KN": None, "LC": None, "VC": None, "AG": None,
}
CAPITAL_ALIASES = {"Washington": ["Washington D.C.", "Washington, D.C.", "Washington DC"], "Kyiv": ["Kiev"], "Beijing": ["Peking"], "Tehran": ["Teheran"], "Riyadh": [], "Astana": ["Nur-Sultan"],
                   "Naypyidaw": ["Nay Pyi Taw"], "Sanaa": ["Sana'a"], "Pristina": ["Prishtina"]}
TITLES = set("""president prime minister king queen emperor sultan prince princess grand duke duchess amir emir chancellor transitional transition interim
    acting caretaker state affairs commission supreme leader vice co-vice and of the council overall taliban gnu cnsp sovereign chair government people's assembly
    federal presidential leadership chairperson captain general first secretary chairman co-prince pope lord mann swiss confederation head spain ministers presidency sir executive premier governor cabinet chief ratu""".split())
COMMON_NAME = {
    "Matamela Cyril Ramaphosa": "Cyril Ramaphosa", "Jose Daniel Ortega Saavedra": "Daniel Ortega", "Alyaksandr Lukashenka": "Alexander Lukashenko",
    "Abdel Fattah El-Sisi": "Abdel Fattah el-Sisi", "Emmerson Dambudzo Mnangagwa": "Emmerson Mnangagwa", "Abiy Ahmed Ali": "Abiy Ahmed", "Alexander Van Der Bellen": "Alexander Van der Bellen",
    "Bart de Wever": "Bart De Wever",
}
SEAT = {"Brussels": "european-union"}
SKIP = {"AN", "CS", "UM", "TF", "SJ", "BV", "HM", "AQ", "GS", "BQ", "IO", "MF", "BL", "SX", "WF", "YT", "CX", "CC", "NF", "PN", "TK", "NU", "MS", "AI"}


def rows(data, name):
    with gzip.open(data / "gazetteers" / f"{name}.tsv.gz", "rt", encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))


def slug(name):
    flat = "".join(c for c in unicodedata.normalize("NFKD", name.replace("'", "").replace(".", "")) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", flat.lower()).strip("-").removeprefix("the-")


def plurals(noun):
    for part in re.split(r",|;| or ", re.sub(r"\((singular|plural|collective|US)[^)]*\)", "", noun)):
        part = part.strip()
        if not part or not part[0].isupper() or part == "NA":
            continue
        if part.endswith("(s)"):
            yield part[:-3]
            yield part[:-3] + "s"
        elif "(" not in part:
            yield part


def quote(values):
    return "[" + ", ".join('"' + v.replace('"', "") + '"' for v in values) + "]"


def unique(values, taken):
    out = []
    for v in values:
        if v and v not in taken and v not in out:
            out.append(v)
    taken.update(out)
    return out


def leaders(data, book, extra):
    """Heads of state and government, who speak for their country; the family name is in capitals in the Factbook."""
    hand = extra + (HERE / "../../../config/actors/south-asia.toml").read_text(encoding="utf-8")
    known = set(re.findall(r'"([^"]+)"', hand))
    seen = set(re.findall(r'id = "([^"]+)"', hand))
    print("\n# ---- heads of state and government (CIA World Factbook)")
    for g in rows(data, "geonames_countries"):
        country = NAME.get(g["iso2"], g["name"].strip())
        f = book.get(FACTBOOK.get(g["iso2"], g["name"].strip()), {})
        if g["iso2"] in SKIP or int(g["population"] or 0) < 300_000 or slug(country) in ("afghanistan",):
            continue
        for field in ("chief_of_state", "head_of_government"):
            text = re.split(r"\(|,|;", html.unescape(f.get(field, "") or ""))[0].split()
            while text and (text[0].lower().strip(".") in TITLES or text[0].endswith(".") or text[0][0].islower()):
                text.pop(0)
            name = [w if len(w) < 3 or not w.isupper() else "-".join(p.capitalize() for p in w.split("-")) for w in text]
            family = [i for i, w in enumerate(text) if len(w) > 2 and w.isupper() and not set(w) <= set("IVX")]
            if not 2 <= len(name) <= 5 or not family or " ".join(name) in known or any(set(w) <= set("IVX") for w in text) or any(not w.replace("-", "").replace("'", "").isalpha() for w in name):
                continue
            full = " ".join("de" if w == "DE" else w for w in name)
            given, last = name[: family[0]], name[family[-1]]
            plain = not any(w[0].islower() for w in name)
            common = COMMON_NAME.get(full) or (f"{given[0]} {last}" if len(name) > 2 and given and plain else full)
            if slug(common) in seen or any(f"{g} {last}" in known for g in given):
                continue
            seen.add(slug(common))
            given = [g for g in given if not g.isupper()]
            aliases = [a for a in [full] + [f"{g} {last}" for g in given if len(name) > 2] if a != common]
            known.update([common] + aliases)
            print(f'\n[[actor]]\nid = "{slug(common)}"\nname = "{common}"\nlabel = "PER"')
            if aliases:
                print(f"aliases = {quote(dict.fromkeys(aliases))}")
            print(f'actor = "{slug(country)}"')


def main():
    data = pathlib.Path(sys.argv[1])
    book = {}
    for r in rows(data, "factbook_governments"):
        book[html.unescape(r["country"] if r["country"] != "none" else r["long_form"])] = r
    print((HERE / "world_head.txt").read_text(encoding="utf-8").rstrip())
    taken = set()
    # an adjective of a state is not that of a territory with the same people: Dutch, not Aruban
    hand = {word for words in ADJECTIVES.values() for word in words}
    entries = []
    for g in rows(data, "geonames_countries"):
        iso = g["iso2"]
        if iso in SKIP:
            continue
        name = NAME.get(iso, g["name"].strip())
        f = book.get(FACTBOOK.get(iso, g["name"].strip()), {})
        long_form = re.sub(r"\(.*?\)|;.*", "", html.unescape(f.get("long_form", "") or "")).strip()
        aliases = [long_form] if long_form not in ("none", "", name) and not long_form.startswith(("Territor", "Overseas")) else []
        aliases += ALIASES.get(iso, [])
        adjectives = ADJECTIVES.get(iso)
        if adjectives is None:
            adjectives = list(plurals(f.get("nationality_noun") or "")) + list(plurals(f.get("nationality_adj") or ""))
            adjectives = [word for word in adjectives if word not in hand]
        capital = CAPITAL.get(iso, g["capital"].strip())
        entries.append((int(g["population"] or 0), name, aliases, adjectives, capital))
    entries.sort(key=lambda e: e[1])
    taken.update(e[1] for e in entries)
    for population, name, aliases, adjectives, capital in entries:
        aliases, adjectives = unique(aliases, taken), unique(adjectives, taken)
        print(f'\n[[actor]]\nid = "{slug(name)}"\nname = "{name}"\nlabel = "GPE"')
        if aliases:
            print(f"aliases = {quote(aliases)}")
        if adjectives:
            print(f"adjectives = {quote(adjectives)}")
        print(f'actor = "{slug(name)}"')
        # small islands and homonyms of common names are no metonyms anybody uses
        if capital and population > 300_000 and capital not in taken and capital not in ("Victoria", "Hamilton", "Douglas"):
            more = unique(CAPITAL_ALIASES.get(capital, []), taken)
            taken.add(capital)
            print(f'\n[[actor]]\nid = "{slug(capital)}"\nname = "{capital}"\nlabel = "GPE"')
            if more:
                print(f"aliases = {quote(more)}")
            # Brussels is named for the Union far more often than for Belgium
            print(f'metonym_of = "{SEAT.get(capital, slug(name))}"')
    extra = (HERE / "world_extra.toml").read_text(encoding="utf-8").rstrip()
    leaders(data, book, extra)
    print("\n" + extra)


if __name__ == "__main__":
    main()
