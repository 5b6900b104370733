//! The only place that opens a socket to a server.
//!
//! Owns the HTTP clients, the redirects, the cookies of a chain and the verdict on what went wrong. Refuses files.
//! Rules kept here: redirects are followed one hop at a time by `haul_model::redirect`, so that secrets stay with the
//! first origin; what is sent to a proxy and to a server is never mixed; nothing is decoded, so that offsets are those of
//! the wire.

mod answer;
mod cargo;
mod certificates;
mod client;
mod clients;
mod connecting;
mod desktop;
mod failure;
mod fetch;
mod jar;
mod length;
mod login;
mod netrc;
mod renewal;
mod request;
mod resolver;
mod route;
mod sessions;
mod sharing;
pub(crate) mod surroundings;
mod turns;

pub(crate) use answer::Answer;
pub(crate) use cargo::{Cargo, Pieces};
pub(crate) use clients::Clients;
pub use connecting::Connecting;
pub(crate) use fetch::{Part, Wish, fetch};
pub use jar::cookie_header;
pub(crate) use length::{Length, ServersWord};
pub use route::proxy_place;
pub(crate) use sharing::Connection;
