//! The fault laboratory: daemons that are killed and disks whose power is cut, at every step and at any moment.
//!
//! One file a way to die; what holds after each death is the same, and is checked in one place. A failing run prints
//! its seed. Longer runs: `cargo xtask prove`.

mod asking;
mod crash;
mod crowd;
mod kill;
mod power;
mod proof;
mod proven;
mod together;
mod work;
