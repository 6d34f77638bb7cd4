//! Big, but otherwise as pages and texts are.

use super::Case;

pub(super) const CASES: &[Case] = &[
    Case::html(
        "page/paragraphs",
        "<p>The bridge over the Orva fell on Monday, and nobody was hurt, the governor said.</p>\n<p>Two lorries lie in \
         the gorge, and the road to the <a href=\"/n\">north</a> will stay shut &amp; empty until spring.</p>\n",
    ),
    Case::html("page/one-paragraph", "The bridge over the Orva fell on Monday, and nobody was hurt in it. ")
        .before("<html><body><p>"),
    Case::html(
        "page/article-and-noise",
        "<p>The bridge over the Orva fell on Monday, and nobody was hurt, the governor said.</p><div class=\"ad-slot\">Buy a \
         bridge</div>",
    ),
    Case::html(
        "page/sections",
        "<div class=\"article-body\"><h2>Old warnings</h2><p>Engineers had warned of it in letters, again and again.</p></div>\
         <div class=related><ul><li><a href=/x>The gorge in pictures</a></ul></div>",
    ),
    Case::html(
        "page/articles",
        "<article><h2>Teaser</h2><p>Nobody was hurt in it, the governor said.</p></article>",
    ),
    Case::html("page/table", "<tr><td>Orva<td>1,703<td>2031</tr>").before("<html><body><table>"),
    Case::text(
        "page/text",
        "The bridge over the Orva fell on Monday, and nobody was hurt, the governor said.\n\nTwo lorries lie in the gorge, \
         and the road to the north will stay shut until spring.\n\n",
    ),
    Case::text("page/one-line", "The bridge over the Orva fell on Monday, and nobody was hurt in it. "),
    Case::text("page/no-spaces", "thebridgeovertheorvafell"),
    Case::text("page/no-spaces-cjk", "大桥倒塌无人受伤"),
    Case::text(
        "page/wrapped",
        "the ministers met for a second day in the hills above the\ncity and promised to open the road before the winter\n",
    ),
];
