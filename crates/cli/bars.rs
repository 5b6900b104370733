//! What `get` shows to people.
//!
//! Owns one bar a task on a terminal, and the sentences at the end. Rule kept here: the path of a finished file is data
//! and goes to stdout; everything else is for people.

use std::collections::HashMap;

use haul_api::{Progress, Status, TaskView};
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use crate::list::words;
use crate::output::{Detail, Output, is_watched, plain, size, span};

/// A bar of known length.
const KNOWN: &str = "{prefix:24!} {percent:>3}% [{bar:24}] {msg}";

/// A bar of unknown length.
const UNKNOWN: &str = "{prefix:24!}      [{spinner:^24}] {msg}";

/// Shows a set of downloads.
#[derive(Debug)]
pub(crate) struct Bars<'a> {
    out: &'a Output,
    detail: Detail,
    /// Absent when nobody watches.
    screen: Option<MultiProgress>,
    bars: HashMap<u64, ProgressBar>,
}

impl<'a> Bars<'a> {
    pub(crate) fn new(out: &'a Output, detail: Detail) -> Self {
        Self { out, detail, screen: is_watched().then(MultiProgress::new), bars: HashMap::new() }
    }

    /// Whether nothing is shown of a task before it has ended: nobody watches, and nobody asked for the steps.
    pub(crate) const fn shows_only_ends(&self) -> bool {
        self.screen.is_none() && !matches!(self.detail, Detail::Steps)
    }

    /// The status of a task has another word now.
    pub(crate) fn status(&mut self, task: &TaskView) {
        match task.status {
            Status::Complete => self.end(task.id, |out| out.line(&task.path)),
            Status::NotFound => {
                self.end(task.id, |out| out.complain(&format!("{}: the server has no such file.", task.url)));
            }
            Status::Failed => self.end(task.id, |out| {
                out.complain(&format!("{}: {}", task.url, task.message.as_deref().unwrap_or("it failed.")));
            }),
            Status::Canceled => self.end(task.id, |out| out.complain(&format!("{}: canceled.", task.url))),
            Status::Enqueued | Status::Running | Status::Paused | Status::WaitingToRetry => self.on_the_way(task),
        }
    }

    /// A running task has come further.
    pub(crate) fn sample(&self, sample: &Progress) {
        let Some(bar) = self.bars.get(&sample.id) else { return };
        draw(bar, sample.received, sample.total);
        let left = sample.seconds_left.map_or_else(String::new, |seconds| format!("  {} left", span(seconds)));
        bar.set_message(format!("{}  {}/s{left}", size(sample.received), size(sample.bytes_per_second)));
    }

    fn on_the_way(&mut self, task: &TaskView) {
        let reason = task.message.as_deref().unwrap_or_default();
        if let Some(screen) = &self.screen {
            let bar = self.bars.entry(task.id).or_insert_with(|| screen.add(ProgressBar::no_length()));
            bar.set_prefix(plain(&task.name).into_owned());
            draw(bar, task.received, u64::try_from(task.total).ok());
            bar.set_message(plain(&format!("{}  {reason}", words(task))).into_owned());
        }
        if self.detail == Detail::Steps {
            self.say(|out| out.tell(&format!("{}: {}  {reason}", task.name, words(task))));
        }
    }

    fn end(&mut self, id: u64, say: impl FnOnce(&Output)) {
        if let Some(bar) = self.bars.remove(&id) {
            bar.finish_and_clear();
        }
        self.say(say);
    }

    fn say(&self, say: impl FnOnce(&Output)) {
        match &self.screen {
            Some(screen) => screen.suspend(|| say(self.out)),
            None => say(self.out),
        }
    }
}

fn draw(bar: &ProgressBar, received: u64, total: Option<u64>) {
    let template = if total.is_some() { KNOWN } else { UNKNOWN };
    if bar.length() != total || bar.position() == 0 {
        let style = ProgressStyle::with_template(template).expect("both templates are well formed");
        bar.set_style(style.progress_chars("=> "));
    }
    match total {
        Some(total) => bar.set_length(total),
        None => bar.unset_length(),
    }
    bar.set_position(received);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_bars_are_well_formed() {
        for template in [KNOWN, UNKNOWN] {
            assert!(ProgressStyle::with_template(template).is_ok(), "{template}");
        }
    }
}
