//! One work, done by everybody, again and again.
//!
//! Owns the rounds. Rule kept here: those who are compared run one after the other in each round; nothing is looked at
//! while they run; and what each brought is compared with its source, byte by byte, before the next one starts.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::bar::Bar;
use super::contestant::{Contestant, LineUp, empty};
use super::gauge::Cost;
use super::ground::{Ground, Served};
use super::section::Section;

const BLOCK: usize = 1 << 20;

/// A work with those who do it and the bars that hold for it.
pub(super) struct Scenario<'a> {
    pub(super) title: String,
    pub(super) line_up: LineUp<'a>,
    /// What lies in the output folder afterwards.
    pub(super) outcome: Vec<Served>,
    pub(super) bars: Vec<Bar>,
    pub(super) before: Before,
    pub(super) notes: Vec<String>,
}

/// What comes before the rounds that count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Before {
    /// A round that does not.
    WarmUp,
    /// Nothing: where nearly all of the time is waiting, there is nothing to warm up.
    Nothing,
}

impl Scenario<'_> {
    /// Everybody once in each round.
    pub(super) fn play(self, ground: &Ground, rounds: usize) -> Result<Section> {
        let contestants = &self.line_up.contestants;
        println!("{}: {}", self.title, plural(rounds));
        if self.before == Before::WarmUp {
            for contestant in contestants {
                self.once(contestant, ground)?;
            }
        }
        let mut costs: Vec<(String, Vec<Cost>)> = contestants.iter().map(|it| (it.name.clone(), Vec::new())).collect();
        for _ in 0..rounds {
            for (contestant, (_, costs)) in contestants.iter().zip(&mut costs) {
                costs.push(self.once(contestant, ground)?);
            }
        }
        empty(&ground.out())?;
        let absent = self.line_up.absent.iter().map(|it| format!("{it} is not installed, so its line is missing."));
        Ok(Section {
            title: format!("{}, {}", self.title, plural(rounds)),
            findings: self.bars.iter().filter_map(|bar| bar.judge(&costs)).collect(),
            costs,
            notes: self.notes.into_iter().chain(absent).collect(),
        })
    }

    fn once(&self, contestant: &Contestant, ground: &Ground) -> Result<Cost> {
        let cost = contestant.run(ground)?;
        for served in &self.outcome {
            let brought = PathBuf::from(served.below(&ground.out()));
            let same =
                is_same(&served.source, &brought).with_context(|| format!("what {} brought", contestant.name))?;
            ensure!(same, "{} brought other bytes as {}", contestant.name, served.file_name());
        }
        contestant.remembers(ground)?;
        Ok(cost)
    }
}

fn plural(rounds: usize) -> String {
    if rounds == 1 { "1 round".to_owned() } else { format!("{rounds} rounds") }
}

/// Whether two files hold the same.
fn is_same(one: &Path, other: &Path) -> Result<bool> {
    let open = |path: &Path| File::open(path).with_context(|| format!("cannot open {}", path.display()));
    let (one, other) = (open(one)?, open(other)?);
    if one.metadata()?.len() != other.metadata()?.len() {
        return Ok(false);
    }
    let (mut left, mut right) = (Vec::with_capacity(BLOCK), Vec::with_capacity(BLOCK));
    loop {
        for (file, block) in [(&one, &mut left), (&other, &mut right)] {
            block.clear();
            file.take(BLOCK as u64).read_to_end(block)?;
        }
        if left != right {
            return Ok(false);
        }
        if left.is_empty() {
            return Ok(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::ground::Folder;
    use super::*;

    #[test]
    fn one_byte_in_the_last_block_makes_another_file() -> Result<()> {
        let folder = Folder::make(None)?;
        let [one, same, other] = ["one", "same", "other"].map(|name| folder.0.join(name));
        let mut bytes = vec![7; BLOCK + 3];
        fs::write(&one, &bytes)?;
        fs::write(&same, &bytes)?;
        bytes[BLOCK + 2] = 8;
        fs::write(&other, &bytes)?;
        assert!(is_same(&one, &same)?);
        assert!(!is_same(&one, &other)?);
        Ok(())
    }
}
