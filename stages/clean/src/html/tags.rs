//! The elements that matter, and what class of element each is.

/// An element's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Tag {
    A,
    Address,
    Article,
    Aside,
    Audio,
    Blockquote,
    Body,
    Br,
    Button,
    Canvas,
    Caption,
    Cite,
    Dd,
    Details,
    Dialog,
    Div,
    Dl,
    Dt,
    Fieldset,
    Figcaption,
    Figure,
    Footer,
    Form,
    H1,
    H2,
    H3,
    H4,
    H5,
    H6,
    Head,
    Header,
    Hr,
    Html,
    Iframe,
    Img,
    Input,
    Label,
    Li,
    Link,
    Main,
    Menu,
    Meta,
    Nav,
    Noscript,
    Object,
    Ol,
    Option,
    P,
    Picture,
    Pre,
    Script,
    Section,
    Select,
    Span,
    Style,
    Sub,
    Summary,
    Sup,
    Svg,
    Table,
    Tbody,
    Td,
    Template,
    Textarea,
    Tfoot,
    Th,
    Thead,
    Time,
    Title,
    Tr,
    Ul,
    Video,
    /// Any other: `b`, `em`, `font`, custom elements.
    Other,
}

/// Number of tags, for tables indexed by them.
pub(crate) const COUNT: usize = Tag::Other as usize + 1;

/// What opening or closing an element does to the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Text goes on through it.
    Inline,
    /// It begins and ends blocks.
    Block,
    /// It has no content.
    Void,
    /// Its content is not markup (scripts), or is none of ours.
    Raw,
    /// What is inside is not shown as text.
    Hidden,
}

impl Tag {
    /// The tag with this name, in letters of any case.
    pub(crate) fn of(name: &[u8]) -> Self {
        let mut lower = [0u8; 10];
        let Some(slot) = lower.get_mut(..name.len()) else { return Self::Other };
        slot.copy_from_slice(name);
        slot.make_ascii_lowercase();
        match &*slot {
            b"a" => Self::A,
            b"address" => Self::Address,
            b"article" => Self::Article,
            b"aside" => Self::Aside,
            b"audio" => Self::Audio,
            b"blockquote" => Self::Blockquote,
            b"body" => Self::Body,
            b"br" => Self::Br,
            b"button" => Self::Button,
            b"canvas" => Self::Canvas,
            b"caption" => Self::Caption,
            b"center" | b"dir" | b"hgroup" | b"optgroup" | b"search" | b"frameset" => Self::Div,
            b"cite" => Self::Cite,
            b"dd" => Self::Dd,
            b"details" => Self::Details,
            b"dialog" => Self::Dialog,
            b"div" => Self::Div,
            b"dl" => Self::Dl,
            b"dt" => Self::Dt,
            b"fieldset" => Self::Fieldset,
            b"figcaption" => Self::Figcaption,
            b"figure" => Self::Figure,
            b"footer" => Self::Footer,
            b"form" => Self::Form,
            b"h1" => Self::H1,
            b"h2" => Self::H2,
            b"h3" => Self::H3,
            b"h4" => Self::H4,
            b"h5" => Self::H5,
            b"h6" => Self::H6,
            b"head" => Self::Head,
            b"header" => Self::Header,
            b"hr" => Self::Hr,
            b"html" => Self::Html,
            b"iframe" => Self::Iframe,
            b"img" => Self::Img,
            b"input" => Self::Input,
            b"label" => Self::Label,
            b"li" => Self::Li,
            b"link" | b"base" | b"area" | b"col" | b"embed" | b"param" | b"source" | b"track" | b"wbr"
            | b"frame" => Self::Link,
            b"main" => Self::Main,
            b"menu" => Self::Menu,
            b"meta" => Self::Meta,
            b"nav" => Self::Nav,
            b"noscript" => Self::Noscript,
            b"object" => Self::Object,
            b"ol" => Self::Ol,
            b"option" => Self::Option,
            b"p" => Self::P,
            b"picture" => Self::Picture,
            b"pre" | b"xmp" | b"listing" => Self::Pre,
            b"script" => Self::Script,
            b"section" => Self::Section,
            b"select" => Self::Select,
            b"span" => Self::Span,
            b"style" => Self::Style,
            b"sub" => Self::Sub,
            b"summary" => Self::Summary,
            b"sup" => Self::Sup,
            b"svg" => Self::Svg,
            b"table" => Self::Table,
            b"tbody" => Self::Tbody,
            b"td" => Self::Td,
            b"template" => Self::Template,
            b"textarea" => Self::Textarea,
            b"tfoot" => Self::Tfoot,
            b"th" => Self::Th,
            b"thead" => Self::Thead,
            b"time" => Self::Time,
            b"title" => Self::Title,
            b"tr" => Self::Tr,
            b"ul" => Self::Ul,
            b"video" => Self::Video,
            _ => Self::Other,
        }
    }

    pub(crate) fn class(self) -> Class {
        match self {
            Self::A
            | Self::Cite
            | Self::Label
            | Self::Picture
            | Self::Span
            | Self::Sub
            | Self::Sup
            | Self::Time
            | Self::Object
            | Self::Other => Class::Inline,
            Self::Br | Self::Hr | Self::Img | Self::Input | Self::Link | Self::Meta => Class::Void,
            Self::Iframe | Self::Noscript | Self::Script | Self::Style | Self::Textarea | Self::Title => {
                Class::Raw
            }
            Self::Audio
            | Self::Canvas
            | Self::Head
            | Self::Option
            | Self::Select
            | Self::Svg
            | Self::Template
            | Self::Video => Class::Hidden,
            _ => Class::Block,
        }
    }

    /// The level of a heading element.
    pub(crate) fn heading(self) -> Option<u8> {
        let level = (self as u8).checked_sub(Self::H1 as u8)? + 1;
        (level <= 6).then_some(level)
    }

    /// Open elements that this one closes when it opens: `<li>` ends the item before it. The
    /// second list says where the search for them ends.
    pub(crate) fn closes(self) -> Option<(&'static [Self], &'static [Self])> {
        const LISTS: &[Tag] = &[Tag::Ul, Tag::Ol, Tag::Menu];
        const TABLES: &[Tag] = &[Tag::Table];
        match self {
            Self::Li => Some((&[Self::Li], LISTS)),
            Self::Dt | Self::Dd => Some((&[Self::Dt, Self::Dd], &[Self::Dl])),
            Self::Td | Self::Th => Some((&[Self::Td, Self::Th], &[Self::Tr, Self::Table])),
            Self::Tr => Some((&[Self::Tr], TABLES)),
            Self::Tbody | Self::Thead | Self::Tfoot => {
                Some((&[Self::Tbody, Self::Thead, Self::Tfoot], TABLES))
            }
            Self::Option => Some((&[Self::Option], &[Self::Select])),
            _ => None,
        }
    }
}
