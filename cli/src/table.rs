//! Aligned tables for people: the first column to the left, figures to the right.

/// Lays out rows under a header; every row has the header's number of cells.
pub(crate) fn render(header: &[&str], rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.chain([header[column].chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..header.len()).map(width).collect();
    let line = |cells: Vec<&str>| {
        let padded = cells.iter().zip(&widths).enumerate().map(|(i, (cell, &w))| match i {
            0 => format!("{cell:<w$}"),
            _ => format!("{cell:>w$}"),
        });
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let head = line(header.to_vec());
    let body = rows.iter().map(|row| line(row.iter().map(String::as_str).collect()));
    std::iter::once(head).chain(body).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    #[test]
    fn figures_stand_on_the_right() {
        let rows = [vec!["clean".to_owned(), "9.5".to_owned()], vec!["é".to_owned(), "100.0".to_owned()]];
        assert_eq!(super::render(&["stage", "MB/s"], &rows), "stage   MB/s\nclean    9.5\né      100.0");
    }
}
