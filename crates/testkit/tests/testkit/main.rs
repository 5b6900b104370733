//! The testkit itself: every lie it can tell really happens.

mod answers;
mod faults;
mod home;
mod nginx;
mod raw;
mod tls;
