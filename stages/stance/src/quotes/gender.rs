//! Whom `he` and `she` may mean: by the title before a name, else by the first name.
//!
//! `Ms. Venn` is a she, `helen-sudell` too, since Helen is a woman’s name; so is `mara-venn`, by its ending. A name that
//! both share, or that tells nothing, may be either. The lists were written for this project: first names common in news
//! in English, each used for one gender nearly always.

use std::sync::LazyLock;

use super::words::Text;
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

    /// The gender of a mention of a person: by its id’s first name, else by the title before it.
    #[must_use]
    pub fn of_mention(text: &Text<'_>, mention: usize) -> Self {
        let id = text.mention(mention).id;
        let first = id.split_once('-').map_or("", |(first, _)| first);
        let by_name = NAMES.get(key(first)).unwrap_or_default();
        if by_name != Self::Unknown {
            return by_name;
        }
        let before = text.first_word(mention).checked_sub(1).map_or("", |i| text.text(i));
        let by_title = TITLES.get(key(before.trim_end_matches('.'))).unwrap_or_default();
        if by_title != Self::Unknown { by_title } else { Self::by_ending(first) }
    }

    /// First names that no list has: most in *-a* are women’s, most in *-o* men’s.
    fn by_ending(first: &str) -> Self {
        match first.len() > 3 {
            true if first.ends_with('a') => Self::She,
            true if first.ends_with('o') => Self::He,
            _ => Self::Unknown,
        }
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

const MEN: &str = "aaron abdul abdullah abraham adam adrian ahmad ahmed alan albert alberto alejandro alessandro \
    alexander alexei alfred ali allen alvaro amir amit anders andre andrei andrew andy anthony antonio antony \
    arjun arne arnold arsene arthur asad asif ashraf barack barry bart ben benjamin benny bernard bertrand bernie bill billy \
    bob bobby boris brad brendan brent brian bruce bruno bryan carl carlos cedric charles charlie christoph \
    christophe christopher clarence claude clive colin craig cyril dalai dan daniel danny darren dave david dean dennis \
    denis derek dick diego dieter dimitri dmitri dominic don donald doug douglas dwayne ed eddie edgar eduardo edward \
    elias elliot emil emmanuel enrique eric erik ernest etienne eugene evan fabio felipe felix ferdinand fernando \
    francisco francois frank franz fred frederick gareth gary gavin geoff geoffrey george georges gerald gerard gerhard \
    giorgio giovanni glen glenn gordon graham greg gregory gul guido guillermo gus gustavo hamid hans harold \
    harry hassan hector henri henrik henry herbert herman hisham howard hugh hugo hussein ian ibrahim igor ilya imran \
    ismail ivan jack jacob jacques jake jakob james jamie jared jason javier jay jeff jeffrey jens jeremy \
    jerome jerry jim jimmy joao joe joel john johnny jon jonathan jorge jose josef joseph josh joshua juan juergen julian \
    julio justin kamal karim karl keir keith ken kenneth kevin khalid khalil klaus kofi kurt kyle lars larry leo \
    leonard leonid lewis lionel louis luc luca lucas luis luiz luke malcolm manuel marc marcel marcelo marco marcos mario \
    marius mark martin marvin mathew matt matthew maurice max maxim mehdi michael michel miguel mike mikhail milton \
    mohamed mohammad mohammed moshe muhammad mustafa mulla nasser nathan neil nelson nicholas nick nicolas nigel nikolai \
    nikita nikolas noah norman oleg oliver omar oscar osama otto owen pablo paolo pascal patrick paul pavel pedro pere pete \
    peter phil philip philippe pierre piotr rafael raj rajesh ralph ramon randy raoof raphael rashid ray raymond rex \
    ricardo richard rick rob robert roberto rod rodrigo roger roland roman ron ronald rory ross roy rudolf rupert \
    russell ryan salman salvador sam samuel sanjay santiago scott sean sebastian sergei sergey sergio shane sheikh sidney \
    silvio simon stan stanley stefan stephane stephen steve steven stuart suhail sunil sven syed tariq ted terry theodore \
    theo thierry thomas tim timothy toby todd tom tomas tomasz tommy tony trevor uwe viktor victor vikram vincent \
    vladimir vijay wahid walter warren wayne werner wilhelm will william willy winston wolfgang xavier xi yasser yevgeny \
    yuri yusuf yves zabihullah zahid zalmay ivo asfandyar mosharraf narendra shehbaz nawaz hakainde";

const WOMEN: &str = "abigail adriana aisha agnes alejandra alexandra alice alicia alison amanda amelia amina amy \
    ana angela angelina anita anna anne annette annie antonia astrid asma ayesha barbara beatrice beatriz \
    becky benazir bernadette beth betty beverly brenda bridget brigitte camilla carla carly carmen carol carole caroline \
    carolyn carrie catherine cathy cecilia celestine celia charlotte cheryl chiara christina christine cindy claire clara \
    claudia colleen condoleezza connie cynthia daniela danielle daphne dawn deborah debra delia denise diana diane dilma \
    donna dora doris dorothy edith eileen elaine eleanor elena eliza elizabeth ellen eloise elsa emily emma erica erika \
    esther ethel eva eve evelyn fatima fiona florence frances francesca freya gabriela gabriella gail geraldine gillian \
    gina giorgia gisele giulia gloria grace greta gretchen gwen hannah harriet heather heidi helen helena helene hilary \
    hillary hina ilse indira inga ingrid irene irina isabel isabella isabelle ivana jacinda jackie jacqueline jane janet \
    janice janine jasmine jeanette jennifer jenny jessica jill joan joanna joanne josephine joyce juanita judith judy \
    julia juliana julie juliet kamala karen karin karla karina kate katerina katharine katherine kathleen kathryn kathy \
    katie katya kirsten kirsty kristalina kristen kristina lara laura lauren leila lena leticia liliana lillian \
    linda lisa liz lois lola lorna lorraine louisa louise lucia lucille lucy luz luisa lydia lynn mabel madeleine maggie maia \
    malala mandy mara margaret margarita marguerite maria marianne marie marina marion marjorie marlene martha \
    martina mary maryam matilda maureen meera megan melanie melinda melissa mercedes meryl mia michelle mildred minna \
    miriam moira molly monica monique muriel nadia nadine nancy naomi natalia natalie natasha nicole nina \
    nora norma octavia olga olivia olive pamela patricia paula pauline penelope penny petra philippa phyllis polly priya \
    rachel raquel rebecca regina renate rhonda rita roberta rosa rosalind rosamund rose rosemary ruth sabine sabrina sally \
    samantha sandra sara sarah selma serena sharon sheila shirley silvia sofia sonia sonya sophia sophie \
    stella stephanie sue susan susanna susanne suzanne svetlana sylvia tamara tammy tania tanya tara tatiana teresa \
    tessa thelma theresa tina tracey tracy ursula valentina valerie vanessa vera veronica victoria violet virginia vivian \
    wanda wendy wilma winnie ximena yasmin yolanda yulia yvette yvonne zainab zara zoe";

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
