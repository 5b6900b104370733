//! The only SQL of Haul: tasks, segments and groups in SQLite.
//!
//! Owns the database file, its schema and every statement; one file a table. Refuses to decide: it keeps what it is
//! given, all of a [`Change`] list or nothing.
//! Rules kept here: WAL with `synchronous=FULL`, so that a change which was acknowledged survives a power cut; changes
//! that arrive together share one commit; a database of a newer version is never written to (row 131).

mod answer;
mod batch;
mod change;
mod clean;
mod connect;
pub mod crash;
mod doubt;
mod edited;
mod error;
mod files;
mod group;
mod image;
mod insert;
mod known;
mod live;
mod log;
mod mail;
mod migrate;
mod new_record;
mod open;
mod query;
mod record;
mod removed;
mod row;
mod salvage;
mod secret;
mod sections;
mod segment;
mod still;
mod store;
mod task;
mod traffic;
mod worker;

pub use batch::{Batch, BatchRefusal, Common, KeptBatch, Membership, NewBatch};
pub use clean::Surplus;
pub use edited::{Destination, Edited};
pub use error::StoreError;
pub use live::LiveTasks;
pub use mail::Ending;
pub use new_record::{Kept, NewRecord};
pub use open::{Damage, Opened};
pub use query::{CountRow, Found, Order, OrderBy, Query, Spread};
pub use record::{Change, Record, Waiting};
pub use sections::{BatchSections, SectionRow, Sums};
pub use still::Still;
pub use store::Store;
pub use traffic::{Totals, Traffic};
