//! The transfer engine: the only network, and the only downloaded bytes.
//!
//! Owns running tasks from their first request to their final name. Refuses surfaces: it does not know it is watched.
//! Rules kept here: a final name holds a whole, right file or does not exist; bytes count when they are on disk; no
//! byte of one version ever meets a byte of another.

pub mod clock;
pub mod library;

mod actor;
mod alarms;
mod board;
mod disk;
mod engine;
mod events;
mod groups;
mod history;
mod hooks;
mod hosts;
mod lanes;
mod meter;
mod net;
mod secrets;
mod throttle;
mod transfer;
mod trouble;
mod tuning;

pub use haul_model as model;

pub use actor::{Done, Edit, EngineError, Fate, RefusedBatch, Rescheduled, Verb};
pub use disk::{GuardedFolder, Links, NotSendable, allowed_folder, sendable_file};
pub use engine::{AddedBatch, Engine, MoveError, Sight, shared_folders};
pub use events::{BatchProgress, Event, Fact, Missed};
pub use history::SpeedPoint;
pub use meter::{HostActivity, Reading};
pub use net::{Connecting, cookie_header, proxy_place};
pub use tuning::{Patience, Tuning};
