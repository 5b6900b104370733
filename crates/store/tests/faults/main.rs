//! What becomes of a database to which something happened (group B of the faults).
//!
//! One file a kind of damage. Rules tried here: a start ends well or with a sentence, never with a panic; the damaged
//! file is kept; proof that cannot be read is not believed.

mod damage;
mod foreign;
mod journal;
mod migration;
mod place;
mod refusal;
