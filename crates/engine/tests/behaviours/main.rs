//! The behaviours that users of background_downloader know best, by their number in the task contract, section 1.13.
//!
//! Where the acceptance table decides otherwise the test shows what Haul does, and says which row it is.

mod adding;
mod basics;
mod hooks;
mod listening;
mod names;
mod pausing;
mod queries;
mod queueing;
mod records;
mod retries;
mod scene;
mod slots;
mod together;
mod uploads;
