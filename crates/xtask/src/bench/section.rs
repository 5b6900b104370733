//! What one row brought, for people.
//!
//! Owns the table of one row, as Markdown that is as easy to read in a terminal. Refuses to know where it goes.

use std::fmt::Write;

use super::bar::{Finding, Part};
use super::gauge::Cost;
use super::spread::Spread;

/// The costs of everybody and the bars, in words and numbers.
pub(super) struct Section {
    pub(super) title: String,
    /// In the order of their runs; what the first costs is what the others are compared with.
    pub(super) costs: Vec<(String, Vec<Cost>)>,
    pub(super) findings: Vec<Finding>,
    pub(super) notes: Vec<String>,
}

impl Section {
    /// The whole, without a heading.
    pub(super) fn shown(&self) -> String {
        let mut out = format!("{}.\n", self.title);
        if !self.costs.is_empty() {
            let head = ["", "wall, s", "processor, s", "peak, MiB", "wall, ratio", "processor, ratio"];
            write(&mut out, &table(&head.map(str::to_owned), &self.lines()));
        }
        if !self.findings.is_empty() {
            let lines: Vec<Vec<String>> = self.findings.iter().map(judged).collect();
            write(&mut out, &table(&["bar", "measured", ""].map(str::to_owned), &lines));
        }
        if !self.notes.is_empty() {
            write(&mut out, &(self.notes.join(" ") + "\n"));
        }
        out
    }

    fn lines(&self) -> Vec<Vec<String>> {
        let Some((_, first)) = self.costs.first() else { return Vec::new() };
        let line = |(place, (name, costs)): (usize, &(String, Vec<Cost>))| {
            let of = |part: Part| Spread::of(costs.iter().map(|cost| part.of(cost)));
            let times = |part: Part| {
                let ratios = costs.iter().zip(first).map(|(cost, base)| part.of(cost) / part.of(base));
                if place == 0 { "1".to_owned() } else { Spread::of(ratios).shown(2) }
            };
            vec![
                name.clone(),
                seconds(of(Part::Wall)),
                seconds(of(Part::Processor)),
                format!("{:.0}", of(Part::Memory).greatest / f64::from(1 << 20)),
                times(Part::Wall),
                times(Part::Processor),
            ]
        };
        self.costs.iter().enumerate().map(line).collect()
    }
}

/// To the millisecond where that is still of weight.
fn seconds(spread: Spread) -> String {
    spread.shown(if spread.greatest < 1.0 { 3 } else { 2 })
}

fn judged(finding: &Finding) -> Vec<String> {
    let verdict = if finding.meets { "meets" } else { "misses" };
    vec![finding.says.clone(), finding.measured.shown(2), verdict.to_owned()]
}

/// A table whose columns are as wide as what is in them.
fn table(head: &[String], lines: &[Vec<String>]) -> String {
    let all = || std::iter::once(head).chain(lines.iter().map(Vec::as_slice));
    let width = |column: usize| all().filter_map(|line| line.get(column)).map(|it| it.chars().count()).max();
    let widths: Vec<usize> = (0..head.len()).map(|column| width(column).unwrap_or_default()).collect();
    let row = |line: &[String]| {
        let cells = line.iter().zip(&widths).map(|(cell, width)| format!(" {cell:<width$} |"));
        format!("|{}\n", cells.collect::<String>())
    };
    let rule: String = widths.iter().map(|width| format!("{}|", "-".repeat(width + 2))).collect();
    let body: String = lines.iter().map(|line| row(line)).collect();
    format!("{}|{rule}\n{body}", row(head))
}

fn write(out: &mut String, part: &str) {
    write!(out, "\n{part}").expect("a string takes everything");
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_section_shows_costs_ratios_and_verdicts() {
        let cost = |milliseconds| Cost {
            wall: Duration::from_millis(milliseconds),
            processor: Duration::from_millis(milliseconds / 2),
            memory: 10 << 20,
        };
        let costs = vec![("floor".to_owned(), vec![cost(1000)]), ("haul".to_owned(), vec![cost(1500)])];
        let findings = vec![Finding::of("wall at most 1.15 × floor", Spread::of([1.5]), &(0.0..=1.15))];
        let section = Section { title: "A file".to_owned(), costs, findings, notes: Vec::new() };
        let shown = section.shown();
        assert!(
            shown.contains("| haul  | 1.50    | 0.750        | 10        | 1.50        | 1.50             |"),
            "{shown}"
        );
        assert!(shown.contains("| wall at most 1.15 × floor | 1.50     | misses |"), "{shown}");
    }
}
