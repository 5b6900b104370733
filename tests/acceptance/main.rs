//! The acceptance suite: what Haul promises, tried from outside, through the real command, socket, files and network.
//!
//! One file a promise; a test that stands for a row of the acceptance table begins with the row's number. Nothing in
//! here sees the engine.

mod adding;
mod command;
mod cost;
mod database;
mod disk;
mod edit;
mod failures;
mod integrity;
mod lanes;
mod limits;
mod mirrors;
mod names;
mod network;
mod offline;
mod persistence;
mod privacy;
mod progress;
mod queue;
mod redirects;
mod requests;
mod resume;
mod states;
mod tls;
mod waiting;
mod world;
