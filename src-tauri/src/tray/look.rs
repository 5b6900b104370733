//! What the tray icon tells.
//!
//! Owns its picture and its tooltip. Refuses text from outside in either: some desktops read a tooltip as markup.

use tauri::image::Image;
use tauri::tray::TrayIcon;

use crate::glance::Glance;

macro_rules! png {
    ($name:literal) => {
        include_bytes!(concat!("../../../icons/tray/", $name, "-44.png"))
    };
}
/// The icon as it shall be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Look {
    mood: Mood,
    tooltip: String,
}

impl Look {
    /// What follows from how things are.
    pub(super) fn of(glance: &Glance) -> Self {
        Self { mood: Mood::of(glance), tooltip: tooltip(glance) }
    }

    /// Puts it on the icon.
    pub(super) fn draw(&self, icon: &TrayIcon) -> tauri::Result<()> {
        icon.set_icon(Some(self.mood.picture(Panel::guess())?))?;
        icon.set_tooltip(Some(&self.tooltip))
    }
}

/// What the icon tells at a glance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mood {
    /// Nothing to do.
    Idle,
    /// Something is on its way.
    Active,
    /// Everything that there is to do is paused.
    Paused,
    /// Something failed that nobody has seen.
    Attention,
}

impl Mood {
    const fn of(glance: &Glance) -> Self {
        if glance.needs_attention {
            Self::Attention
        } else if glance.counts.active > 0 {
            Self::Active
        } else if glance.counts.paused > 0 && glance.counts.queued == 0 {
            Self::Paused
        } else {
            Self::Idle
        }
    }

    /// Its picture, readable on this panel.
    pub(super) fn picture(self, panel: Panel) -> tauri::Result<Image<'static>> {
        let bytes: &[u8] = match (self, panel) {
            (Self::Idle, Panel::Dark) => png!("idle-on-dark"),
            (Self::Idle, Panel::Light) => png!("idle-on-light"),
            (Self::Active, Panel::Dark) => png!("active-on-dark"),
            (Self::Active, Panel::Light) => png!("active-on-light"),
            (Self::Paused, Panel::Dark) => png!("paused-on-dark"),
            (Self::Paused, Panel::Light) => png!("paused-on-light"),
            (Self::Attention, Panel::Dark) => png!("attention-on-dark"),
            (Self::Attention, Panel::Light) => png!("attention-on-light"),
        };
        Image::from_bytes(bytes)
    }
}

fn tooltip(glance: &Glance) -> String {
    let (words, counts) = (&glance.words, &glance.counts);
    if glance.running > 0 {
        let speed = words.speed(glance.bytes_per_second);
        return words.say("tray-running", &[("count", glance.running.into()), ("speed", speed.into())]);
    }
    match (counts.active + counts.queued, counts.paused) {
        (0, 0) => words.say("tray-idle", &[]),
        (0, paused) => words.say("tray-paused", &[("count", paused.into())]),
        (waiting, _) => words.say("tray-waiting", &[("count", waiting.into())]),
    }
}

/// The tone of the panel behind the icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Panel {
    /// Light icons are seen.
    Dark,
    /// Dark icons are seen.
    Light,
}

impl Panel {
    /// Nobody tells, so it is guessed: these desktops draw a dark panel whatever the theme, others follow it.
    pub(super) fn guess() -> Self {
        let desktop = std::env::var("XDG_CURRENT_DESKTOP").unwrap_or_default().to_ascii_uppercase();
        let theme = std::env::var("GTK_THEME").unwrap_or_default().to_ascii_lowercase();
        if ["GNOME", "UNITY", "XFCE", "CINNAMON"].iter().any(|dark| desktop.contains(dark)) || theme.contains("dark") {
            Self::Dark
        } else {
            Self::Light
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use haul_api::{Counts, SpeedLimit};
    use haul_words::Words;

    use super::*;

    fn glance(active: u64, queued: u64, paused: u64, needs_attention: bool) -> Glance {
        Glance {
            counts: Counts { active, queued, paused, ..Counts::default() },
            running: active,
            bytes_per_second: 4_200_000,
            needs_attention,
            progress: None,
            recent: Vec::new(),
            limit: SpeedLimit::default(),
            in_launcher: true,
            words: Arc::new(Words::english()),
        }
    }

    #[test]
    fn a_new_failure_counts_more_than_anything_that_runs() {
        let mood = |active, queued, paused, failed| Mood::of(&glance(active, queued, paused, failed));
        assert_eq!(mood(3, 0, 1, true), Mood::Attention);
        assert_eq!(mood(3, 0, 1, false), Mood::Active);
        assert_eq!(mood(0, 0, 1, false), Mood::Paused);
        assert_eq!(mood(0, 1, 1, false), Mood::Idle);
        assert_eq!(mood(0, 0, 0, false), Mood::Idle);
    }

    #[test]
    fn the_tooltip_says_how_many_and_how_fast() {
        let said = |active, queued, paused| tooltip(&glance(active, queued, paused, false));
        assert_eq!(said(3, 2, 0), "3 running · 4.2 MB/s");
        assert_eq!(said(0, 2, 1), "2 waiting");
        assert_eq!(said(0, 0, 1), "1 paused");
        assert_eq!(said(0, 0, 0), "Nothing to do");
    }

    #[test]
    fn every_mood_has_a_picture_on_every_panel() -> anyhow::Result<()> {
        for mood in [Mood::Idle, Mood::Active, Mood::Paused, Mood::Attention] {
            for panel in [Panel::Dark, Panel::Light] {
                assert_eq!(mood.picture(panel)?.width(), 44);
            }
        }
        Ok(())
    }
}
