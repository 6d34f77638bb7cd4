//! The labels of entities.

/// What an entity is. The order is that of [`Class::ALL`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub(crate) enum Class {
    /// A person.
    Per,
    /// An organisation, a party, an army, a medium.
    Org,
    /// A place with a government: country, province, city.
    Gpe,
    /// Any other place: river, region, mountain, street.
    Loc,
    /// A nationality, religious or political group; also their adjectives.
    Norp,
    /// A named event: war, summit, treaty.
    Event,
    /// A name of another or of an unknown kind.
    Misc,
}

impl Class {
    /// All of them, in declaration order.
    pub(crate) const ALL: [Class; 7] =
        [Class::Per, Class::Org, Class::Gpe, Class::Loc, Class::Norp, Class::Event, Class::Misc];

    /// The label in records.
    #[must_use]
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Class::Per => "PER",
            Class::Org => "ORG",
            Class::Gpe => "GPE",
            Class::Loc => "LOC",
            Class::Norp => "NORP",
            Class::Event => "EVENT",
            Class::Misc => "MISC",
        }
    }

    /// The class of the tagger that this one is to it, an index of [`crate::tagger::tags::CLASSES`]; none where it has none.
    pub(crate) const fn tagged(self) -> Option<usize> {
        match self {
            Class::Per => Some(0),
            Class::Org => Some(1),
            Class::Gpe | Class::Loc => Some(2),
            Class::Norp | Class::Event | Class::Misc => None,
        }
    }

    /// The class of a label.
    #[must_use]
    pub(crate) fn parse(label: &str) -> Option<Class> {
        Class::ALL.into_iter().find(|c| c.name() == label)
    }
}
