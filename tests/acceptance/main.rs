//! The acceptance suite: what Haul promises, tried from outside, through the real command, socket, files and network.
//!
//! One file a promise; a test that stands for a row of the acceptance table begins with the row's number. Nothing in
//! here sees the engine.

mod adding;
mod auth;
mod batches;
mod bus;
mod certificates;
mod command;
mod cookies;
mod cost;
mod credentials;
mod database;
mod decoding;
mod digests;
mod disk;
mod disk_faults;
mod edit;
mod failures;
mod full_disk;
mod groups;
mod inline;
mod integrity;
mod kills;
mod lanes;
mod limits;
mod metered;
mod mirrors;
mod names;
mod network;
mod offline;
mod opening;
mod persistence;
mod privacy;
mod progress;
mod proxies;
mod queue;
mod queues;
mod range_vectors;
mod records;
mod redirect_vectors;
mod redirects;
mod requests;
mod resume;
mod retry_vectors;
mod server;
mod server_requests;
mod space;
mod states;
mod tls;
mod upload_faults;
mod upload_resume;
mod uploads;
mod vectors;
mod waiting;
mod world;
