//! Rules of sending files: how a form is written, what a name says about its type, and how far an upload has come.
//!
//! Owns the text around the files and the record of the way there. Refuses the files themselves: lengths and stamps come
//! in as numbers. Rule kept here: nothing that a person or a file is called can end a header early (row 170).

mod delivery;
mod form;
mod mime;
mod packed;
mod protocol;

pub use delivery::{Delivery, Stage, Stamp};
pub use form::{Piece, disposition, is_mime, pieces};
pub use mime::of_name;
pub use packed::{Content, FIELD, Given, pack, place};
pub use protocol::{Protocol, Said, Standing, Step};
