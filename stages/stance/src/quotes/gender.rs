//! Whom `he` and `she` may mean: by the title before a name, else by the first name.
//!
//! `Ms. Venn` is a she, `helen-sudell` too, since Helen is a woman’s name; so is `mara-venn`, by its ending. A name that
//! both share, or that tells nothing, may be either. The lists were written for this project: first names common in news
//! in English, each used for one gender nearly always; checked with the first names of the US Census of 1990 (public
//! domain), where none is borne by the other gender by more than a sixth.

use std::sync::LazyLock;

use super::words::{Shape, Text};
use crate::table::{Table, key};

/// What is known of a person’s gender.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gender {
    /// Nothing.
    #[default]
    Unknown,
    /// A man.
    He,
    /// A woman.
    She,
}

impl Gender {
    /// Whether one person may have both.
    #[must_use]
    pub fn agrees(self, other: Self) -> bool {
        self == Self::Unknown || other == Self::Unknown || self == other
    }

    /// The gender that a pronoun asks for.
    #[must_use]
    pub fn of_pronoun(word: &str) -> Self {
        let one_of = |pronouns: &[&str]| pronouns.iter().any(|p| word.eq_ignore_ascii_case(p));
        match one_of(&["he", "his", "him"]) {
            true => Self::He,
            false if one_of(&["she", "her"]) => Self::She,
            false => Self::Unknown,
        }
    }

    /// The gender of a mention of a person, by all that the document tells of it; see [`super::persons`].
    #[must_use]
    pub fn of_mention(text: &Text<'_>, mention: usize) -> Self {
        text.genders.get(mention).copied().unwrap_or_default()
    }

    /// What one mention tells: by its id’s first name, else by the title or noun before it.
    #[must_use]
    pub fn told(text: &Text<'_>, mention: usize) -> Self {
        let by_name = Self::of_id(text.mention(mention).id);
        if by_name != Self::Unknown {
            return by_name;
        }
        // `her son, Yaw`: the noun before the comma
        let last = text.first_word(mention).checked_sub(1);
        let last = last.map(|i| if text.words[i].shape == Shape::Comma { i.saturating_sub(1) } else { i });
        let before = last.map_or("", |i| text.text(i));
        let by_title = TITLES.get(key(before.trim_end_matches('.'))).unwrap_or_default();
        if by_title != Self::Unknown { by_title } else { Self::of_noun(before) }
    }

    /// What the first name of an id tells, if a list has it.
    #[must_use]
    pub fn of_id(id: &str) -> Self {
        id.split_once('-').map_or(Self::Unknown, |(first, _)| Self::of_name(first))
    }

    /// Ids with first names that no list has: most in *-a* are women’s, most in *-o* men’s.
    #[must_use]
    pub fn by_ending(id: &str) -> Self {
        let first = id.split_once('-').map_or("", |(first, _)| first);
        match first.len() > 3 {
            true if first.ends_with('a') => Self::She,
            true if first.ends_with('o') => Self::He,
            _ => Self::Unknown,
        }
    }

    /// The gender of a first name that a list has.
    #[must_use]
    pub fn of_name(name: &str) -> Self {
        NAMES.get(key(name)).unwrap_or_default()
    }

    /// The gender of a title, if the word is one: `Mrs.`
    #[must_use]
    pub fn of_title(word: &str) -> Option<Self> {
        TITLES.get(key(word.trim_end_matches('.')))
    }

    /// The gender that a noun tells: `spokeswoman`.
    #[must_use]
    pub fn of_noun(word: &str) -> Self {
        if word.ends_with("woman") {
            return Self::She;
        }
        if word.len() > 5 && word.ends_with("man") {
            return Self::He;
        }
        NOUNS.get(key(word)).unwrap_or_default()
    }
}

static TITLES: LazyLock<Table<Gender>> = LazyLock::new(|| {
    table("mr sir lord king prince father brother", "mrs ms miss lady dame queen princess sister baroness")
});

static NOUNS: LazyLock<Table<Gender>> = LazyLock::new(|| {
    table(
        "man boy father son husband brother uncle king prince actor",
        "woman girl mother daughter wife widow sister aunt queen princess actress",
    )
});

static NAMES: LazyLock<Table<Gender>> = LazyLock::new(|| table(MEN, WOMEN));

fn table(men: &str, women: &str) -> Table<Gender> {
    let mut table = Table::<Gender>::default();
    for (list, gender) in [(men, Gender::He), (women, Gender::She)] {
        for name in list.split_whitespace() {
            *table.entry(key(name)) = gender;
        }
    }
    table
}

const MEN: &str = "aaron abdalla abdel abdelaziz abdelmadjid abdoulaye abdul abdulaziz abdulla abdullah abdullahi abdulrahman \
    abiy abraham adam adrian ahmad ahmed ahmet ajay akbar akira aksel alan alasdair alassane alastair albert \
    alberto alejandro aleksandr aleksei alessandro alexander alexei alfred ali alistair allen alvaro amadou amir \
    amirhossein amit amitabh anand anders andre andrei andrew andriy andrzej andy angelo angus anibal anil ante \
    anthony antoine antonio antony arjun armin arnaud arne arnold arsene artem arthur arturo arun arvind asad \
    asfandyar ashraf asif assimi atal atiku attila axel ayub babar baptiste barack barry bart bartosz bashar \
    bashir behrouz ben benjamin benny benoit bernard bernd bernie bertrand bhupinder bidzina bilawal bill billy \
    bjorn blaise bob bobby bobi bogdan bohdan bojan bola bongani boris boubacar boyan brad brendan brent brett \
    brian brock bruce bruno bryan bryce bulent burak caio callum calum camilo carl carlo carlos cedric cem \
    charles charlie cheikh chinua choguel christoph christophe christopher chukwuma clarence claude \
    claudio cliff clint clive cody colin colton connor corey craig cristobal curtis cyril cyrille dalai damien \
    damon dan daniel danny dario dariush darko darrell darren darryl dave david davide dean deepak denis \
    dennis denys derek dermot devendra devlet dexter dick didier diego dieter dimitar dimitri dinesh dirk dmitri \
    dmytro dominic don donald doug douglas dragan duarte duncan dustin dwayne dwight ebrahim ed eddie edgar \
    edgardo edmund edouard eduardo edward eero efrain ekrem elias elijah elliot elmer emeka emery emil emilio \
    emmanuel emmerson emomali emre enrico enrique eric erik ernest ernesto ernie esteban ethan etienne euan \
    eugene evan evo ewan fabio fabrice fabrizio fahad faisal faiz farhad farouk fatih faure fawad fayez fazal \
    felipe felix femi ferdinand ferenc fernando floyd francisco franco francois frank franz fraser fred \
    frederick fredrik friedrich fritz fumio gabor gael ganesh gareth garrett gary gavin gennady geoff geoffrey \
    george georges georgi gerald gerard gerardo gerhard german ghassan gheorghe gianluca gianni gilbert gilles \
    gino giorgi giorgio giovanni girish giuseppe glen glenn gnassingbe gonzalo goodluck gopal goran gordon \
    graeme graham greg gregory grover grzegorz guido guillaume guillermo gul gulbuddin gunnar gunter gunther gus \
    gustaf gustavo habib haider hailemariam hakainde hakan hamid hamish hamza hani hank hans harish harold harry \
    harsh haruki harvey hashim hassan hazem hector heinrich helmut henri henrik henry herb herbert herman hernan \
    herve hibatullah hikmet hiroshi hisham hollis homer horst hossein houari howard hristo hubert hugh hugo \
    hussein huw ian ibrahim ichiro idriss ieuan iftikhar ignacio igor ihor ijaz ilham ilya imran imtiaz inacio \
    ionut irakli irfan irving isaac isaias ismail ismet istvan ivan ivaylo ivo ivor iyad jacek jack jacob \
    jacques jae jagdish jahangir jairam jake jakob jalal jamal james janne janos janusz jared jaroslaw \
    jarrod jason javad javed javier jay jed jeff jeffrey jens jeremy jermaine jerome jerrold jerry jethro jibril \
    jim jimmy jinping jiri joao joaquim joaquin joe joel johan johann johannes john johnny jon jonas \
    jonathan jorge jorgen joris jose josef joseph josh joshua josiah josip juan juanjo judd juergen jukka julian \
    julio julius junaid junichiro jurgen justin kais kamal kamran kapil karan kareem karel karim karl kassym \
    kazuo keenan keir keith kelvin kemal ken kenji kenneth kenny keqiang kevin khaled khalid khalil khawaja \
    khurram kirill kirk kishore kizza klaus knut kofi kourosh krzysztof kurt kwame kyle lachlan ladislav lalu \
    larry lars laszlo laurent laxman lech leif leland lenin leo leon leonard leonid leroy lester levan lewis \
    liam linus lionel lisandro liviu lloyd loic lonnie lorenzo lothar louis lubomir luc luca lucas luigi luis \
    luiz luka lukas luke lyle maciej macky madhav mads magnus mahdi mahesh mahmoud mahmud majid maksym malachi \
    malcolm maleeha mamadou manfred manmohan manoj mansour manuel marc marcel marcelo marcin marco marcos mario \
    marius mariusz mark marko markus martin marty marvin marwan masahiro massimo mateo mateusz mathew mathieu \
    matt matteo matthew matthias matthieu matti matyas maurice mauricio maurizio max maxim maxime maynard mazen \
    mehdi mehmet micah michael michel mick miguel mihai mikael mike mikhail mikheil mikkel milan milos milton \
    mino mircea miroslav mitch mitchell modibo mohamad mohamed mohammad mohammadullah mohammed mohan mohsen \
    moise mokhtar monty moon moqtada moritz morris mort morteza mosharraf moshe mounir moussa muammar muhammad \
    muhammadu mukesh mulayam mulla muqtada murad murat murray museveni mushahid mustafa mwai mykola myron nabil \
    naguib naji najib nandan naoto narendra naresh nasrallah nasser nathan navjot nawaz nayib neil nelson nestor \
    nicholas nick nicolas nigel nikhil nikita niklas nikol nikola nikolai nikolas nils nitin nitish noah norm \
    norman nouri nuno nursultan olaf olav ole oleg oleksandr oleksiy oliver olivier olusegun omar omer \
    orlando orson osama oscar osman oswald otis otto oumar ousmane owain owen pablo paolo parviz pascal patrick \
    paul pavel pavlo pawel pedro pekka percy pere perry pervaiz pervez petar pete peter petr petro phil philip \
    philippe pierre piers piotr prakash pranab prashant praveen qamar qasem quentin quincy radu raed rafael \
    rafal rafiq raheel rahul raila rainer raj rajesh rajiv rajnath raju ralf ralph ramesh rami ramon ramzan \
    randall randolph randy ranjit raoof raphael rashad rashid rasmus raul ravi ravindra ray raymond recep reggie \
    reginald regis rehman reinhard remi rex reza rhys riad ricardo riccardo richard rick riek rob robert roberto \
    rod rodney rodrigo rogelio roger rohit roland rolando rolf roman romano ron ronald ronnie rory ross roy \
    ruben rudolf rudy rufus rui rupert ruslan russell rustam rusty ryan saad sachin saddam sadiq saeed sajid \
    salah saleh salim salman salva salvador salvatore sam sami samir samuel sandeep sandor sanjay sanjeev \
    santiago sardar satish satoshi saud saul sayyid scott seamus sean sebastian sebastien segun selahattin selim \
    sergei sergey sergio serhiy seydou shafiq shafqat shahbaz shahid shane shankar sharad shashi shaukat shavkat \
    shehbaz sheikh sherif sherman sheryar shigeru shinzo shiv sidney silvestro silvio simon sipho siraj \
    sirajuddin sitaram slobodan soren souleymane stan stanley stefan stefano stephane stephen steve steven stig \
    stipe stoyan stu stuart subhash sudhir suhail suleyman sunil suresh sven syed sylvester tad taha tahir \
    takeshi talal tamim taras tarek tariq taro tarun tate tayyip ted teddy tendai teodoro terence terrence \
    thabo thaddeus theo theodore thiago thibault thierry thomas thorsten tiago tibor tim timo timothy timur \
    tobias toby todd tom tomas tomasz tomislav tommy tony torsten travis trent trevor tristan trond troy tunde \
    tyrone uche uday uhuru ulrich ulysses umar umberto usama usman uwe vaclav valery varun vasco vasile vasily \
    vaughn vern vernon victor viggo vijay vikram viktor vince vincent vinod virat virgil vittorio vlad vladimir \
    volker volodymyr vuk vyacheslav wael wahid walid wallace wally walter warren warwick wasim wayne wendell \
    werner wes wesley wilbur wiley wilfred wilhelm will willard william willis willy winston wojciech wolfgang \
    wolfram woodrow woody xavier xi yahya yannick yaqoob yashwant yasir yasser yassin yemi yevgeny yi yilmaz \
    yogi yoshihide yousaf yousef youssef yoweri yukio yuri yuriy yusaf yusuf yves zabihullah zach zachary zack \
    zafar zahid zakaria zaki zalmay zane zbigniew zdenek zemin ziad zoltan zoran zubair zulfikar zurab \
    abdelilah abebe adewale agus aigars andris aram armen arvydas aziz azlan babatunde bakari bakhtiyar balwant \
    bambang behzad bjarni bohumil bolat branislav bronislaw budi calogero cengiz chidi chukwuemeka czeslaw daulet \
    davi dawit dimitris driss edmundo edson efren ehab erdal farai gagik gatluak gebre gennaro getachew gintaras \
    giorgos girma guntis gurpreet haile harbhajan heikki hicham hiroto hishamuddin hossam hrant ikenna iker jair \
    jaroslav jasur jaswant jianguo joko joost juhani juma jun-ho juris kamau kashif katsuo kayode kazimierz kebede \
    kestutis kipchoge kojo koldo kostas kwabena kwaku kwesi leandro lefteris leszek levent levon lwazi maarten \
    mamuka mandla manolis markku masao mehran mekonnen metin mieczyslaw miloslav min-jun mourad mustapha mutua \
    mwangi nadeem nebojsa necmettin nguyen nikos njoroge nnamdi noureddine nurlan obinna oddvar oleh olumide \
    omondi onyango orhan osvaldo otabek otieno panagiotis pasquale quang rachid ramiro ramnath ratko rimantas \
    rizal rocco serdar seung-ho sherzod siamak sizwe sjaak slamet slimane spyros stavros sutrisno tapiwa terje \
    tesfaye tewodros thanos themba thodoros thorsteinn tigran trygve tuan turgut uchenna ulugbek unai vahan vahid \
    vassilis vasyl waleed weimin wim wladyslaw yannis yassine yavuz yaw yerlan yevhen yohannes zaza zdravko zenon \
    zhiwei";

const WOMEN: &str = "abby abena abigail adaeze addison adele aditi adriana agnes agnieszka aiko aileen ailsa aine aisha aishwarya \
    akanksha akiko akosua alejandra aleksandra alexa alexandra alice alicia alison allison alma alyssa amaka \
    amal amanda amelia amina aminata amrita amy ana anastasia andie angela angelica angelina angharad anita anja \
    anjali anke ann anna annabel annabelle anne annegret anneli annette annie annika ansley anthea antje antonia \
    anuradha aoife aparna ariana arlene aruna arundhati asha asma astrid athena audra audrey augusta aung aurora \
    aurore ava ayesha ayse aysegul barbara bea beata beatrice beatriz becky belinda bella benazir bernadette \
    bernice bertha bess bessie beth betsy bettie bettina betty beulah beverly bhavna bianca biljana \
    birgit birgitta blanche bonnie brenda brianna bridget brigid brigitte brinda britney britta brittany bronwen \
    busisiwe caitlin callista camilla candace candice carla carlotta carly carmen carol carole caroline carolyn \
    carrie carys cassandra cassie catherine cathleen cathy catriona cecile cecilia celeste celestine celia \
    celine chantal charlene charlotte chelsea cheryl chiara chimamanda chioma chloe chrissy christa christina \
    christine ciara cindy claire clara clarissa claudia claudine clemence clementine colleen concepcion \
    condoleezza connie constance consuelo corazon cordelia cornelia cristeta cristina cynthia dalia \
    daniela danielle daphne darla darlene davina dawn deanna debbie debora deborah debra deepa deepika deirdre \
    delfina delia della delores delphine demelza denise desiree destiny diana diane dilma dina dinah divya dixie \
    djamila dolly dolores donatella donna dora doris dorota dorothea dorothy dorte dragana edith edna effie efua \
    eileen eilis eithne ekaterina elaina elaine eleanor eleanora elena elif elisa elisabeth elisabetta elise \
    eliza elizabeth elke ella elle ellen ellie eloise elsa elsie elspeth elva elvira emanuela emilia emily emine \
    emma emmanuelle emmeline enid erica erika erin erna ernestine esperanza estelle esther ethel eugenia eunice \
    eva evangeline eve evelyn ewa fadimata fatemeh fatima fatma fatou fatoumata fawzia fay faye federica felicia \
    felicity fenella fernanda fiona fionnuala flora florence flossie folake fran frances francesca francine \
    francoise franziska freda freya frieda funmilayo gabby gabi gabriela gabriella gabrielle gail galina gayatri \
    geeta gemma genevieve georgina geraldine gerda germaine gertrude gilda gillian gina ginny giorgia giovanna \
    gisela gisele giulia gladys glenda glenys gloria goldie graca grace grainne greer greta gretchen griselda \
    gudrun gunilla gwen gwendolyn gwyneth habiba hailey hala haley hanan hanna hannah hannelore \
    harriet haruka hatice hattie hawa heather hege heidemarie heidi heike helen helena helene helga helle hema \
    hermione hester hiba hilary hilda hildegard hillary hina holly huda ifeoma ilaria ildiko ilse iman imelda \
    imogen indira ines inga ingeborg ingrid ingvild ioana iona irene irina iryna isabel isabella isabelle isla \
    isobel ivana ivanka iwona jacinda jacqueline jacqui jade jane janelle janet janette janice janie \
    janine janis jasmina jasmine jaya jayalalithaa jayne jeanette jeannette jeannie jelena jemima jenna jennifer \
    jenny jeri jessica jill jimena jo joan joann joanna joanne joely jolene jonna josephine josiane josie \
    joyce juanita judi judit judith judy julia juliana julianne julie juliet julieta justine jutta kadiatou \
    kaisa kaitlyn kamala kanimozhi kara karen karin karina karla karyn katalin katarzyna kate katerina kateryna \
    katharine katherine kathie kathleen kathryn kathy katie katja katrin katya kavita kayla keiko keira kelsey \
    kerstin khadija khadijah kimberly kiren kirsten kirsti kirstin kirsty kitty kristalina kristen kristi \
    kristie kristin kristina krystal krystyna lacey laetitia laila lakshmi lamia lana lara larisa larissa lata \
    latoya laura laure laurel lauren laurie layla lea leah leanne leila lena leni lenka lenore leona \
    leonie leonora leticia letizia lettie leyla leymah lila lilian liliana lillian linda lindiwe lindsay lindsey \
    lisa lisbeth liv liz liza lizzie lois lola lorena loretta lori lorna lorraine lotte lottie louella louisa \
    louise lowri lubna lucia lucie lucilla lucille lucinda lucy ludmila luella luisa lulu luz lydia lynda \
    lynette lynne lyudmila mabel macarena madeleine madge madhuri mae maeve magda magdalena maggie maha \
    mahbouba maia mairead maisie maja malala malgorzata mamata mamie manal mandy maneka manuela mara marcella \
    marcia marcy margaret margarita margery margie margo margot marguerite maria mariam mariama mariana marianne \
    marie mariel mariela marilyn marina marine marissa marit marjorie marla marlee marlene marnie marsha \
    marta martha martina mary maryam masako masih mathilda mathilde matilda maud maude maureen mavis maxine maya \
    mayawati mckenzie medha meenakshi meera meg megan megawati mehbooba meher melania melanie melinda melissa \
    melody meral mercedes meryl mette mhairi mia michaela michelle michiko mildred milena millicent millie mina \
    mindy minerva minna minnie mira mireille miriam mirjana mitzi mmusi moira mollie molly mona monica monika \
    monique morag muriel mwende myra myrna myrtle nada nadezhda nadia nadine nadiya nafisa naheed najat najla \
    nalini namita nancy nandita naoko naomi narges nasrin natalia natalie natasha nathalie nawal neha nell \
    nellie nerys nettie ngozi niamh nicole nicolette nikki nina nino nirmala nirupama nkosazana noelle noemie \
    nomvula nora noreen norma nour noura obiageli oby octavia odessa odile oksana olena olga olha olive olivia \
    olwen oona ophelia oprah orla oumou outi oxana paige paivi paloma pam pamela pansy paola pascale patricia \
    patsy patti patty paula pauline peg peggy penelope penny pernille petra petunia philippa philomena phoebe \
    phyllida phyllis pilar pippa polina polly pooja portia pratibha preeti priscilla priya priyanka prudence \
    qian queenie rachel radha raisa rajni raluca ramona rana rania raquel rasha reba rebecca reem reese regan \
    regina rekha renate renuka retno rhian rhiannon rhoda rhonda ricki riikka rima rita ritu roberta rochelle \
    roisin rokia romy ronda roopa rosa rosalie rosalind rosalyn rosamund rosaria rosario rose roseanne rosemarie \
    rosemary rosetta rosie roxana roxanne rula rupa ruth ruthie sabah sabina sabine sabrina sadie safa sahra \
    sally salma salome samantha samara samia samira sana sanae sandra sangeeta sanna sara sarah sarita saskia \
    saundra sawsan scarlett segolene selena selma senga serena shabana shalini shana shania shanti sharon \
    sharron shauna shawna shazia sheena sheila shelia shelley shelly sheri sherri sherrie sherry sheryl shirlee \
    shirley shobha shreya shruti shukria sian sienna sigrid silke silvana silvia simona sinead siobhan siv skye \
    smita smriti sneha snezana sofia solange soledad solveig sonal sonia sonya sophia sophie soraya sorcha \
    stacey staci stella stephanie sudha sue suha sujata sumaira sunita supriya susan susana susanna susannah \
    susanne sushma susie suu suzan suzanna suzanne suzette svenja svetlana svitlana swara sybil sylvia sylvie \
    tabitha tallulah tamara tamika tammy tamsin tania tanisha tansu tanvi tanya tara tarja tatiana tatum tatyana \
    tawny teresa tess tessa tetiana thea thelma theodora theresa thuli thuraya tia tiffany tilda tilly tina \
    tomoko toni tonya tori torunn tracey tricia trina trish trisha trudy twyla ulla ulrike una unni ursula \
    urvashi usha ute vada valentina valerie vandana vanessa velma vera verity verna veronica veronique vesna \
    vicki vickie vicky victoria vidya viola violet violeta violetta viorica virginia virginie viv vivian vivien \
    vivienne wafa waltraud wambui wanda wangari wendy wilhelmina willa wilma winifred winnie winona xiaoping \
    ximena xiomara yasmin yasmine yekaterina yetunde yoko yolanda ysabel yulia yuliia yuriko yvette yvonne zahra \
    zainab zara zeinab zelda zena zeynep zhanna zinaida zodwa zoe zohra zora zsuzsanna zuzana \
    abimbola aigul aija aino ainura akinyi aldona amparo anahit anneke asmaa astghik ayten azadeh baiba bergthora \
    bimala birute boitumelo bozena bukola chinelo cigdem citlali concetta dace danguole danuta despina dewi \
    dilnoza dragica ebele ebru edileuza efthymia eija eleni encarnacion esra eun-ji fadime fadzai farzana femke \
    filomena folasade ghada grazyna gudny gulnara gulsen haja halina halyna hana hanne haruko hasmik hauwa hoda \
    hrafnhildur hulya hye-jin ibtisam ilze immacolata ineke inese inkeri inmaculada intisar iracema itzel itziar \
    ivete jadwiga jandira jitka jolanta kamla kazuko ketevan kinga kirsi kyriaki lerato lesya linh ljiljana mahsa \
    maite makena malika manana marieke marisol marjatta mehwish mei-ling milica min-ji naledi narine ndidi nekane \
    nermin nesrin nevena nguyet nighat nigora nihal niloufar njeri nneka nohemi nokuthula noriko nurcan nurul \
    nyokabi ornella ozlem palesa panagiota parisa parvati phuong pinar rabab radka ragnheidur ragnhild ratna \
    riitta rosalba rosangela rosaura rosmah rubina rudo rukayya rukhsana sabita sachiko samina sanne saule savitri \
    sevgi shabnam shaimaa shaista shirin sigridur sirkka siti slavica solomiya soo-jin stavroula suad suharti \
    synnove tahira tamar temitope thandeka thandi thuy tsholofelo tsitsi tulay tuula urszula uzma vasiliki \
    vasundhara vilma wafaa wanjiru wieslawa willemijn wulandari xiuying xochitl yadira yasaman yeliz yumiko zanele \
    zarina zofia zoi zorica zoryana";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_pronouns_and_nouns() {
        assert_eq!(NAMES.get(key("Helen")), Some(Gender::She));
        assert_eq!(NAMES.get(key("kim")), None);
        assert_eq!(Gender::of_pronoun("She"), Gender::She);
        assert_eq!(Gender::of_noun("spokeswoman"), Gender::She);
        assert_eq!(Gender::of_noun("official"), Gender::Unknown);
        assert!(Gender::Unknown.agrees(Gender::He) && !Gender::She.agrees(Gender::He));
    }
}
