//! The only place that opens a socket to a server.
//!
//! Owns the HTTP clients, the redirects, the cookies of a chain and the verdict on what went wrong. Refuses files.
//! Rules kept here: redirects are followed one hop at a time by `haul_model::redirect`, so that secrets stay with the
//! first origin; nothing is decoded, so that offsets are those of the wire.

mod answer;
mod client;
mod failure;
mod fetch;
mod jar;
pub(crate) mod surroundings;

pub(crate) use answer::Answer;
pub(crate) use client::Clients;
pub(crate) use fetch::{Part, Wish, fetch};
