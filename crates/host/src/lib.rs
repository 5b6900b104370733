//! Composition root: who owns the data, and how surfaces reach it.
//!
//! Owns the home with its lock, the socket, the settings, and the answers to every call of the api. Refuses to be there
//! twice: one process holds the lock, all others are its clients.
//! Rules kept here: window and command are the same kind of client; nobody but this user is let in; a stop saves all.

mod acting;
mod adding;
mod answers;
mod autostart;
mod awake;
mod batches;
mod calls;
mod configure;
mod credentials;
mod describe;
mod documents;
mod editing;
mod glance;
mod groups;
mod home;
mod host;
mod launch;
mod listing;
mod log;
mod logs;
mod moving;
mod notes;
mod notices;
mod presses;
mod records;
mod refusals;
mod removals;
mod requests;
mod sections;
mod sentence;
mod serve;
mod settings;
mod showers;
mod showing;
mod spoken;
mod statistics;
mod surveys;
mod together;
mod uploads;
mod view;
mod watch;

pub use glance::{Glimpse, glance};
pub use home::{Home, StartError};
pub use host::{Host, Hosted, connect};
pub use launch::launchable;
