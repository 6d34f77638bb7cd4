//! The closed word classes that the rules read: titles, heads of names, verbs that need an actor, nouns that go with a
//! government and nouns that go with a town. Written for this project; one list a class.

use crate::flags::*;

/// Word lists with the facts that hold for each of their words.
pub(crate) const LISTS: &[(Flags, &str)] = &[
    (CIVIL.with(ABBR), "mr mrs ms miss dr prof messrs mme mlle sr hon rev"),
    (CIVIL, "sir lord lady dame madam madame monsieur senor signor herr professor doctor justice judge"),
    (
        OFFICE.with(ABBR),
        "gen col lt maj capt cpl sgt cmdr adm brig pvt gov sen rep pres supt insp det amb atty",
    ),
    (
        OFFICE,
        "president minister chancellor premier secretary general colonel lieutenant major captain sergeant commander admiral brigadier marshal corporal \
         governor senator representative congressman congresswoman mayor ambassador king queen prince princess pope emperor emir sultan chairman chairwoman \
         chairperson speaker deputy vice prime commissioner inspector superintendent attorney archbishop bishop cardinal father sister reverend rabbi \
         director spokesman spokeswoman spokesperson coach detective envoy adviser advisor chief marshall constable councillor sheriff undersecretary leader lawmaker \
         duke duchess count countess baron baroness executive cllr cllrs treasurer rector provost auditor comptroller alderman alderwoman assemblyman assemblywoman \
         commodore ombudsman trooper pastor councilman councilwoman councilor co-founder",
    ),
    (
        HONORIFIC,
        "mullah mulla molla maulana maulvi maulawi mawlawi mawlavi moulvi mufti sheikh shaikh sheik shaykh ayatollah hojatoleslam haji hajji qari imam sayyid \
         syed sayed hafiz ustad sardar nawab khawaja begum emir",
    ),
    (
        ORG_HEAD.with(STATE),
        "ministry army navy government embassy parliament senate assembly police cabinet consulate airforce judiciary presidency directorate \
         secretariat military administration treasury customs",
    ),
    (
        ORG_HEAD,
        "party institute institution university college school academy bank front agency council commission committee department bureau office court \
         organization organisation association federation confederation union league alliance coalition congress movement foundation center centre society group \
         authority corps force forces guard guards brigade regiment battalion command tribunal board fund network service services corporation company \
         airlines airways airline newspaper times post herald tribune gazette journal chronicle telegraph guardian news press radio television broadcasting \
         club team rangers united hospital clinic church museum library orchestra ensemble band records studios pictures entertainment theatre \
         industries holdings partners associates systems technologies software laboratories labs motors insurance securities trust ventures capital \
         exchange chamber house legion militia mission taskforce cartel faction wing cell shura jirga senatorial campaign caucus society fraternity \
         seminary madrasa consortium cooperative charity initiative programme program project enterprises productions media publications magazine \
         crescent emirate caliphate state-department supreme-court forum observatory biotech pharmaceuticals pharma energy electric petroleum chemicals telecom communications barracks guild brotherhood mechanism inspectorate management railways \
         morcha sangh sena dal samiti parishad sabha mahasabha mandal unit intelligence fc afc ministries commissioners",
    ),
    (ORG_SUFFIX.with(ABBR), "inc ltd corp co plc bros assn dept univ llc llp pty gmbh ag nv spa bv sarl"),
    (ORG_SUFFIX, "incorporated limited"),
    (
        LOC_HEAD,
        "province provinces district county state states river valley mountain mountains mount hills hill desert island islands peninsula coast bay gulf sea ocean \
         strait straits channel lake city town village region territory territories airport street avenue road boulevard square park bridge border line pass \
         plateau forest beach port harbor harbour canal basin falls creek canyon glacier volcano cape delta oblast prefecture canton parish suburb \
         highway plaza tower towers palace castle cathedral mosque temple stadium station crossing heights springs township agency-area tehsil quarter \
         subcontinent hemisphere continent republic kingdom building arena hall museum zoo cemetery gardens hotel mall isles isle archipelago dam plains",
    ),
    (LOC_HEAD.with(ABBR), "ave blvd rd hwy"),
    (
        ORG_FIRST,
        "darul jamia jamiat jamaat majlis tehreek tehrik lashkar harakat hizb hezb sipah jaish ansar anjuman ittehad harkat jamaatul hizbul harakatul \
         partido frente sindicato asociacion associacao movimiento movimento banco universidad universidade instituto consejo conselho federacion federacao \
         confederacion confederacao fundacion fundacao parti mouvement syndicat banque institut fondation",
    ),
    (
        MOTION,
        "left leave leaves leaving headed heading bound departed departs set flight flights trip train bus route ticket tickets",
    ),
    (LOC_FIRST, "mount mt lake cape fort gulf strait bay port isle river mont san santa los las saint st"),
    (
        GPE_HEAD,
        "province provinces district county state city town village region territory republic kingdom oblast prefecture canton parish san santa los las saint st fort port",
    ),
    (
        EVENT_HEAD,
        "war wars summit accord accords agreement treaty pact conference revolution uprising revolt intifada massacre genocide battle siege olympics games cup \
         championship championships tournament festival election elections referendum crisis famine earthquake hurricane tsunami pandemic epidemic protocol \
         convention declaration deal talks offensive operation coup rebellion open prix marathon expo oscars awards",
    ),
    (
        CALENDAR,
        "january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday",
    ),
    (
        CALENDAR.with(ABBR),
        "jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun",
    ),
    (ABBR, "no vs etc st mt fig vol pp ph jr art al est approx"),
    (
        FUNCTION,
        "the a an this that these those it its he his him she her hers they their them we our us you your i my me mine who whom whose which what when where why how \
         and or but nor so yet if then else because since while although though unless until whether as at by for from in into of off on onto out over to toward towards \
         under up upon with within without about above across after against along among around before behind below beneath beside besides between beyond despite down \
         during except inside like near outside past per through throughout via not no yes all any both each either every few many more most much neither none one two three \
         four five six seven eight nine ten other others another some such same several own only just also even still again already always ever never often once here there now today \
         tomorrow yesterday tonight is are was were be been being am do does did done has have had having can could may might must shall should will would ought let lets get got \
         there's it's that's he's she's i'm we're they're you're don't doesn't didn't isn't aren't wasn't weren't can't couldn't won't wouldn't i've we've i'll i'd \
         however moreover meanwhile therefore thus hence nevertheless nonetheless additionally furthermore otherwise instead perhaps maybe indeed rather quite very too well \
         first second third last next later earlier soon finally eventually recently currently previously initially originally formerly ironically similarly likewise \
         according although amid anyway apart aside because considering despite due following given including instead regarding speaking thanks asked said says saying \
         hello hi hey please thank sorry ok okay oh ah well yeah anyone anything everyone everybody everything someone something nobody nothing somebody people \
         whoever whatever whenever wherever ago else yet via versus plus minus former senior under-fire dear regards best far instead contrary example",
    ),
    (ARTICLE, "the a an"),
    (AND, "and or nor"),
    (BETWEEN, "between neither both"),
    (WITH, "with by against upon towards toward"),
    (TO, "to from for on of"),
    (OF, "of"),
    (RELATIVE, "which who"),
    (SERVES, "of to for at with"),
    (LINK, "of for and & on de du des des la del di"),
    (
        PARTICLE,
        "bin ibn bint al el ul ur as ad an ar at az ud abu ben de da di du del della la le von van der den dos das ter ten af zu e i y ould",
    ),
    (
        ROLE,
        "spokesman spokeswoman spokesperson minister leader chief commander head director adviser advisor aide assistant ambassador envoy official officials \
         president premier secretary governor senator lawmaker legislator mp chairman chairwoman chair deputy general analyst expert scholar professor researcher \
         journalist reporter correspondent writer author editor historian economist lawyer attorney activist cleric preacher founder owner executive manager coach \
         captain player striker defender midfielder goalkeeper batsman bowler singer actor actress musician artist poet novelist director-general fellow member \
         leaders ministers spokesmen commanders lawmakers members diplomat diplomats negotiator representative delegate warlord emir chancellor king queen prince \
         mayor judge prosecutor soldier officer policeman trader farmer teacher student doctor candidate nominee politician dictator ruler",
    ),
    (FORMER, "former ex late ousted deposed exiled onetime then-former retired"),
    (
        NOISE,
        "tv ceo cfo cto ok am pm ad bc usd gdp faq pdf html http www ii iii iv vi vii viii ix xi xii phd mba ba ma dvd cd id it vs pst est gmt utc covid hiv aids dna rss rip lol omg ps etc god devil satan",
    ),
    (
        DIRECTION,
        "north south east west northern southern eastern western northeast northwest southeast southwest northeastern northwestern southeastern southwestern upper lower \
        central greater new mid inner outer old",
    ),
    (SUFFIX, "jr sr ii iii iv esq"),
    (
        LOC_PREP,
        "in at near inside outside around across throughout within into through via beyond toward towards along",
    ),
    (
        PHYSICAL,
        "street streets airport residents resident mosque mosques outskirts suburb suburbs population hotel hotels university universities hospital hospitals road roads \
         neighborhood neighborhoods neighbourhood neighbourhoods zoo stadium park parks river market markets bazaar skyline downtown center centre weather climate museum \
         station slums houses homes airport's prison jail gates walls traffic squares square old historic busy largest biggest famous main fall capture siege green red \
         nightlife restaurants restaurant shops cafes schools buses metro subway underground trams skyscrapers smog pollution rainfall harbour bridge bridges cathedral church \
         churches opera theatre theatres theater gallery galleries district districts railway trains commuters tourists inhabitants marathon mayor rents housing",
    ),
    (
        POLITICAL,
        "relations relationship ties tension tensions talks dialogue leverage pressure message messages demand demands support signal threat threats warning warnings request \
         requests response concession concessions assurance assurances loyal beholden close friendly hostile sympathetic allied ally allies aligned link links rely relies \
         relied depend depends depended dependent reliant recognition pledge pledges offer offers complaint complaints criticism condemnation reaction permission \
         approval pledge guarantee guarantees loyalty allegiance rift row dispute deal agreement contacts pressure orders order instructions backing influence favor favour friendship \
         trust mistrust distrust anger frustration demarche protest war peace alliance rapprochement reset negotiations blow setback victory challenge importance important key crucial vital music favours favors conundrum \
         dilemma speak speaks spoke speaking listen listens talk turn turns turned service lesson answer reply letter pressure embarrassment headache risk cost benefit \
         sanctions sanction embargo restrictions restriction tariffs tariff curbs loan loans arms weapons sales appeal appeals plea ultimatum overture overtures \
         policy policies attitude attitudes stance hostility hostile axis enemy enemies foe foes adversary rival rivals patron rivalry rapport cooperation partnership treaty truce ceasefire",
    ),
    (
        FIRM_HAS,
        "shares shareholder shareholders stock stake board boardroom executives employees workforce customers headquarters profit profits \
         revenue revenues sales turnover earnings takeover subsidiary subsidiaries factory factories plant plants stores merger investors clients depositors \
         policyholders management chairman chairwoman executive",
    ),
    (
        FIRM_KIND,
        "company companies firm maker carmaker automaker chipmaker drugmaker planemaker watchmaker shipbuilder steelmaker lender insurer retailer brewer \
         startup start-up airline supermarket conglomerate manufacturer broadcaster newspaper magazine daily journal agency charity union party consultancy \
         brokerage think-tank thinktank watchdog nonprofit non-profit ngo bank biotech utility fund",
    ),
    (
        FIRM_CHIEF,
        "founder co-founder boss chairman chairwoman executive director owner head partner analyst economist strategist fellow researcher engineer",
    ),
    (
        SPORT,
        "cricket rugby athletics fc united city town rovers wanderers athletic albion hotspur county rangers celtic",
    ),
];

/// Base forms of saying verbs; inflected by [`inflect`].
pub(crate) const SAYING: &str = "say tell announce declare state insist argue claim add note warn suggest predict acknowledge admit deny reply respond \
    explain confirm stress assert maintain reveal disclose report allege remark reiterate vow pledge urge believe think write recall emphasize comment";

/// Base forms of verbs whose subject acts; inflected by [`inflect`].
pub(crate) const ACTING: &str = "want demand reject accuse blame call condemn welcome criticize refuse agree sign seek support back fund arm deploy send recall expel recognize \
    recognise invade attack strike retaliate fence ban impose lift suspend resume host mediate broker negotiate urge ask offer provide help push press threaten promise fear \
    hope expect consider regard see view enjoy play decide order launch withdraw pull join oppose favor favour object protest react move act try attempt continue begin start stop fail \
    need know understand care worry risk lose gain win use exert apply approach engage work hold keep give take make allow let face pay build buy sell recruit train release free reach \
    reconstitute respond summon ratify veto vote boycott appoint adopt pursue prepare plan intend aim strive struggle look feel turn treat trust rely depend transition \
    shut pour repeat trade hit close open cut raise brace spend bar block halt step run bring set name thank congratulate insist signal bow blink hesitate slap \
    become remain seem appear serve warn vow show put dismiss approve delay extend cancel freeze unveil outline propose draft tighten ease relax deepen dispatch deliver station withhold \
    waive scrap revoke restore sever downgrade upgrade criticise apologise apologize honour deport extradite hail mourn abstain concede relent balk resist comply breach violate flout \
    escalate mobilise mobilize rearm hint protest pardon shield fine";

/// Auxiliaries and adverbs between a subject and its verb.
pub(crate) const AUXILIARY: &str = "has have had will would can could may might must should shall does did do is was are were also now still never often itself has been cannot \
    reportedly apparently itself recently later once again already always repeatedly publicly quietly formally officially increasingly largely long soon then";

/// Base forms of verbs that are done to somebody; inflected by [`inflect`].
pub(crate) const OBJECT: &str = "tell urge accuse blame give offer press pressure force convince persuade ask warn help present approach criticize condemn support back thank allow enable \
    assure inform praise attack threaten sanction pay trust distrust alienate placate appease isolate embarrass anger push lobby coax compel oblige encourage engage hurt punish \
    do grant award owe bring advise assist deny deprive put irk enrage please satisfy provide recognise recognize arm fund \
    promise sue lend sell send supply alarm infuriate irritate reassure antagonize provoke outrage worry shock surprise dismay humiliate bolster embolden contain confront \
    defy court woo invite notify petition scold rebuke chide challenge fault denounce blast lambast commend congratulate credit nudge cajole instruct order \
    exempt reward compensate repay penalize penalise boycott weaken undermine";

/// Calls `each` with the forms of a base verb: `deny` → deny, denies, denied, denying.
pub(crate) fn inflect(base: &str, mut each: impl FnMut(&str)) {
    const IRREGULAR: &[(&str, &str)] = &[
        ("say", "said"),
        ("tell", "told"),
        ("lend", "lent"),
        ("write", "wrote"),
        ("think", "thought"),
        ("seek", "sought"),
        ("send", "sent"),
        ("strike", "struck"),
        ("see", "saw"),
        ("withdraw", "withdrew"),
        ("begin", "began"),
        ("know", "knew"),
        ("understand", "understood"),
        ("lose", "lost"),
        ("win", "won"),
        ("hold", "held"),
        ("keep", "kept"),
        ("give", "gave"),
        ("take", "took"),
        ("make", "made"),
        ("let", "let"),
        ("pay", "paid"),
        ("build", "built"),
        ("buy", "bought"),
        ("sell", "sold"),
        ("feel", "felt"),
        ("become", "became"),
        ("shut", "shut"),
        ("hit", "hit"),
        ("cut", "cut"),
        ("set", "set"),
        ("run", "ran"),
        ("bring", "brought"),
        ("spend", "spent"),
        ("hurt", "hurt"),
        ("leave", "left"),
        ("put", "put"),
        ("freeze", "froze"),
        ("withhold", "withheld"),
        ("show", "showed"),
    ];
    each(base);
    let stem = base.strip_suffix('e');
    let y = base.strip_suffix('y').filter(|s| !s.ends_with(['a', 'e', 'o', 'u']));
    match (y, base.ends_with("ss") || base.ends_with("sh") || base.ends_with("ch") || base.ends_with('x')) {
        (Some(stem), _) => each(&format!("{stem}ies")),
        (None, true) => each(&format!("{base}es")),
        (None, false) => each(&format!("{base}s")),
    }
    each(&format!("{}ing", stem.unwrap_or(base)));
    if let Some((_, past)) = IRREGULAR.iter().find(|(b, _)| *b == base) {
        return each(past);
    }
    match (stem, y) {
        (Some(stem), _) => each(&format!("{stem}ed")),
        (None, Some(stem)) => each(&format!("{stem}ied")),
        (None, None) => each(&format!("{base}ed")),
    }
    if matches!(base, "admit" | "ban" | "stop" | "plan" | "arm") {
        let last = base.chars().last().unwrap_or('t');
        each(&format!("{base}{last}ed"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(base: &str) -> Vec<String> {
        let mut out = Vec::new();
        inflect(base, |f| out.push(f.to_owned()));
        out
    }

    #[test]
    fn verbs_are_inflected() {
        assert_eq!(forms("deny"), ["deny", "denies", "denying", "denied"]);
        assert_eq!(forms("urge"), ["urge", "urges", "urging", "urged"]);
        assert_eq!(forms("tell"), ["tell", "tells", "telling", "told"]);
        assert_eq!(forms("push"), ["push", "pushes", "pushing", "pushed"]);
    }
}
