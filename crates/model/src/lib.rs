//! Every rule of Haul that needs no clock, socket, file or runtime.
//!
//! Owns what a task is, how its status may change, how a file is cut into segments, what an answer of a server proves,
//! how outside text becomes a file name. Refuses tokio, the clock, IO and SQL: time and chance come in as arguments.
//! Rule kept here: a decision is a function that can be tested by reading it.

pub mod auth;
pub mod batch;
pub mod challenge;
pub mod cookies;
pub mod data_url;
pub mod describe;
pub mod digest;
pub mod exception;
pub mod fault;
pub mod group;
pub mod link;
pub mod log;
pub mod login;
pub mod naming;
pub mod nearness;
pub mod netrc;
pub mod notification;
pub mod options;
pub mod place;
pub mod post_command;
pub mod progress;
pub mod proxy;
pub mod queue;
pub mod ramp;
pub mod range;
pub mod rate;
pub mod redirect;
pub mod remote;
pub mod retry;
pub mod rules;
pub mod schedule;
pub mod secrets;
pub mod segments;
pub mod status;
pub mod task;
pub mod time;
pub mod upload;
pub mod validator;
