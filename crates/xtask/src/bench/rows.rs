//! The rows, each as one work with everybody who does it.
//!
//! Owns the way from a row's name to its measurement.

mod idle;
mod large;
mod many;
mod memory;
mod scale;
mod slow;
mod window;

use anyhow::Result;

use super::ground::Ground;
use super::row::Row;
use super::section::Section;
use crate::build::Profile;

/// Measures `row`.
pub(super) fn measure(row: Row, ground: &Ground, profile: Profile, rounds: usize) -> Result<Section> {
    let scenario = match row {
        Row::Lane => large::lane(ground),
        Row::Digest => large::digest(ground)?,
        Row::Lanes => large::lanes(ground),
        Row::Tls => large::tls(ground),
        Row::Upload => large::upload(ground),
        Row::Ten => many::ten(ground)?,
        Row::Small => many::small(ground)?,
        Row::Small2 => many::small_over_http2(ground)?,
        Row::Limited => slow::limited(ground)?,
        Row::Paced => slow::paced(ground)?,
        Row::Memory => return memory::measure(ground, rounds),
        Row::Idle => return idle::measure(ground),
        Row::Window => return window::measure(ground, profile, rounds),
        Row::Scale => return scale::measure(ground),
    };
    scenario.play(ground, rounds)
}
