//! Elements inside elements, closed, crossed, or never closed.

use super::{Case, FIRST};

const END: &str = "<p>The bridge over the Orva fell on Monday, and nobody was hurt, the governor said.</p>";

pub(super) const CASES: &[Case] = &[
    Case::html("nest/div", "<div>").after(END),
    Case::html("nest/div-closed", "<div>").echo("</div>"),
    Case::html("nest/div-text", "<div>Words in it. "),
    Case::html("nest/div-class", "<div class=nav>").after(END),
    Case::html("nest/section-article", "<section><article>").after(END),
    Case::html("nest/inline", "<b>").after(FIRST),
    Case::html("nest/inline-closed", "<b>x").echo("</b>"),
    Case::html("nest/inline-class", "<span class=nav>").after(FIRST),
    Case::html("nest/inline-class-closed", "<span class=byline>x").echo("</span>"),
    Case::html("nest/links", "<a href=x>y"),
    Case::html("nest/lists", "<ul><li>").after(FIRST),
    Case::html("nest/lists-text", "<ul><li>One"),
    Case::html("nest/items", "<li>One"),
    Case::html("nest/definitions", "<dl><dt>One<dd>Two"),
    Case::html("nest/tables", "<table><tr><td>").after(END),
    Case::html("nest/cells", "<td>x").before("<html><body><table><tr>"),
    Case::html("nest/quotes", "<blockquote>").after(END),
    Case::html("nest/quotes-text", "<blockquote><p>We told them so."),
    Case::html("nest/forms", "<form><fieldset>").after(END),
    Case::html("nest/svg", "<svg><g>").after(END),
    Case::html("nest/options", "<select><option>One"),
    Case::html("nest/crossed", "<i><p><b>").echo("</i>"),
    Case::html("nest/crossed-text", "<b><p>One</b></p>"),
    Case::html("nest/crossed-deep", "<b><div>").echo("</b></span>"),
    Case::html("nest/ends", "</p></div>"),
    Case::html("nest/ends-of-others", "<div>").echo("</ul></li></td>"),
    Case::html("nest/items-under-inline", "<li></i>"),
    Case::html("nest/items-under-divs", "<div>").echo("<li>"),
    Case::html("nest/cells-under-divs", "<div>").echo("<td>"),
    Case::html("nest/rows-under-items", "<li><div>").echo("<tr></li>"),
];
